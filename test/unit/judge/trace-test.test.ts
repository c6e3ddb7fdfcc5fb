import { afterAll, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/judge/create.ts';
import { DEFAULT_CHECKER, type Io, type Rules, type Test } from '../../../src/judge/problem.ts';
import { traceTest } from '../../../src/judge/trace-test.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
const { signal } = new AbortController();
afterAll(() => runner.dispose());

const rules = (io: Io): Rules => ({ io, limits: DEFAULT_LIMITS, checker: DEFAULT_CHECKER });
const given = (input: string): Test => ({ id: 'sample/1', input, answers: [''], origin: 'sample' });
const call: Io = { kind: 'call', fn: 'f', starter: '' };

async function traced(language: string, source: string, io: Io, input: string) {
  const found = await traceTest(runner, { language, source }, rules(io), given(input), signal);
  const lines = found?.trace.steps.map(({ at, line, changed }) =>
    [at, line, ...changed.map(([name, value]) => `${name} = ${value}`)].join(' '),
  );
  return found && { lines, printed: found.printed, exit: found.exit };
}

test('a called function is followed without what calls it', async () => {
  const python = await traced('python', 'def f(a):\n    t = sum(a)\n    return t\n', call, '[1, 2]\n');
  expect(python?.lines?.slice(1)).toEqual(['1 1 a = [1, 2]', '2 2 t = 3', '3 3 return = 3']);
  const source = 'function f(a) {\n  let t = 0;\n  for (const x of a) t += x;\n  return t;\n}\n';
  const javascript = await traced('javascript', source, call, '[1, 2]\n');
  expect(javascript?.lines).toEqual([
    '0 1 a = [1, 2]',
    '1 2 t = 0',
    '2 3 x = 1 t = 1',
    '3 3 x = 2 t = 3',
    '4 4 return = 3',
  ]);
  expect(javascript?.printed).toBeNull();
});

test('what is written to a file is not what is printed', async () => {
  const io: Io = { kind: 'files', input: 'a.in', output: 'a.out' };
  const source = "n = int(open('a.in').read())\nopen('a.out', 'w').write(str(n))\nprint('aside')\n";
  const found = await traced('python', source, io, '7\n');
  expect(found).toMatchObject({ printed: null, exit: { kind: 'code', code: 0 } });
  expect(found?.lines?.[0]).toBe('0 1 n = 7');
});

test('there is no trace of a program that does not compile, or in a language that has none', async () => {
  const stdin: Io = { kind: 'stdin' };
  expect(await traced('python', 'print(', stdin, '')).toBeNull();
  expect(await traced('lua', 'print(1)', stdin, '')).toBeNull();
});
