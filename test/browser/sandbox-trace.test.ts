import { afterAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
const limits = { timeMs: 30_000, outputBytes: 64 * 1024 };
afterAll(() => runner.dispose());

test.each([
  ['python', 'n = int(input())\nfor i in range(2):\n    n += i\nprint(n)'],
  [
    'javascript',
    "let n = Number(require('fs').readFileSync(0, 'utf8'));\nfor (let i = 0; i < 2; i++)\n  n += i;\nconsole.log(n);",
  ],
  [
    'typescript',
    "let n: number = Number(require('fs').readFileSync(0, 'utf8'));\nfor (let i = 0; i < 2; i++)\n  n += i;\nconsole.log(n);",
  ],
])('%s tells in the frame what each line changed, and runs on untraced', async (language, source) => {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const { prepared } = preparation;
  const traced = await prepared.run({ stdin: '7\n', limits, trace: true }, signal);
  const plain = await prepared.run({ stdin: '7\n', limits }, signal);
  prepared.dispose();
  expect([traced.stdout, plain.stdout, plain.trace]).toEqual(['8\n', '8\n', undefined]);
  const lines = traced.trace!.steps.flatMap(({ line, changed }) =>
    changed.map(([name, value]) => `${line}: ${name} = ${value}`),
  );
  expect(lines).toEqual(['1: n = 7', '2: i = 0', '2: i = 1', '3: n = 8']);
  expect(traced.trace!.steps.at(-1)).toMatchObject({ line: 4, printed: 0 });
});
