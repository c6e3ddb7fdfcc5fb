import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import type { Run, RunInput } from '../../src/sandbox/program.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 64 * 1024, memoryBytes: 64 * 2 ** 20 };

afterAll(() => runner.dispose());
beforeAll(() => runner.warm('cpp'), 180_000);

async function run(
  language: 'c' | 'cpp',
  source: string,
  ...inputs: (string | Partial<RunInput>)[]
): Promise<Run[]> {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const input of inputs) {
    const given = typeof input === 'string' ? { stdin: input } : input;
    runs.push(await preparation.prepared.run({ stdin: '', limits, ...given }, signal));
  }
  preparation.prepared.dispose();
  return runs;
}

test('C reads and prints through stdio', async () => {
  const source =
    '#include <stdio.h>\nint main() { int a, b; scanf("%d%d", &a, &b); printf("%d\\n", a + b); }';
  const runs = await run('c', source, '1 2', '30 4');
  expect(runs.map(({ stdout, stderr, exit }) => [stdout, stderr, exit])).toEqual([
    ['3\n', '', { kind: 'code', code: 0 }],
    ['34\n', '', { kind: 'code', code: 0 }],
  ]);
});

test('C++ reads and prints through its streams', async () => {
  const source =
    '#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }';
  const [one] = await run('cpp', source, '1 2');
  expect([one!.stdout, one!.stderr, one!.exit]).toEqual(['3\n', '', { kind: 'code', code: 0 }]);
});
