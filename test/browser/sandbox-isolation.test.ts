import { afterAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import type { Run } from '../../src/sandbox/program.ts';

const runner = createBrowserRunner();
afterAll(() => runner.dispose());
const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 64 * 1024 };

async function run(language: string, source: string, ...inputs: string[]): Promise<Run[]> {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const stdin of inputs) runs.push(await preparation.prepared.run({ stdin, limits }, signal));
  preparation.prepared.dispose();
  return runs;
}

const outputs = async (...args: Parameters<typeof run>): Promise<string[]> =>
  (await run(...args)).map(({ stdout, stderr }) => stdout + stderr);

test('a Python submission leaves nothing for the next, in modules, files or the worker’s own JavaScript', async () => {
  const source = `
import js, math, os
print(hasattr(math, 'seen'), os.path.exists('seen'), hasattr(js, 'seen'))
math.seen = 1
open('seen', 'w').close()
js.seen = 1`;
  expect(await outputs('python', source, '')).toEqual(['False False False\n']);
  expect(await outputs('python', source, '')).toEqual(['False False False\n']);
});

test('a JavaScript submission leaves nothing for its own next test, nor for the next submission', async () => {
  const source = 'console.log(globalThis.seen, [].seen); globalThis.seen = 1; Array.prototype.seen = 1;';
  expect(await outputs('javascript', source, '', '')).toEqual(Array(2).fill('undefined undefined\n'));
  expect(await outputs('javascript', source, '')).toEqual(['undefined undefined\n']);
});

test.each([
  [
    'javascript-strict',
    'console.log(globalThis.seen, [].seen); globalThis.seen = 1; Array.prototype.seen = 1;',
    'undefined undefined\n',
  ],
  ['typescript', 'const g = globalThis as any;\nconsole.log(g.seen); g.seen = 1;', 'undefined\n'],
  ['lua', 'print(seen, string.seen) seen = 1 string.seen = 1', 'nil\tnil\n'],
  ['ruby', 'p $seen, "".respond_to?(:seen)\n$seen = 1\nclass String; def seen = 1; end', 'nil\nfalse\n'],
])(
  'a %s submission leaves nothing for its own next test, nor for the next submission',
  async (language, source, printed) => {
    expect(await outputs(language, source, '', '', '')).toEqual(Array(3).fill(printed));
    expect(await outputs(language, source, '')).toEqual([printed]);
  },
);

test('two submissions run side by side and keep to themselves', async () => {
  const programs = [1, 2, 3].map((n) => outputs('python', `print(int(input()) * ${n})`, '10', '20'));
  expect(await Promise.all(programs)).toEqual([
    ['10\n', '20\n'],
    ['20\n', '40\n'],
    ['30\n', '60\n'],
  ]);
});

test('the same program prints the same in every worker: hash order and random numbers are fixed', async () => {
  const source = 'import random\nprint(random.random(), list({"a", "b", "c", "d"}), hash("x"))';
  const [first] = await outputs('python', source, '');
  expect(await outputs('python', source, '', '')).toEqual([first, first]);
});

test('recursion that overflows the runtime’s own stack is a crash of that program alone', async () => {
  const source = `
class A:
    def __init__(self, inner): self.inner = inner
    def __repr__(self): return repr(self.inner)
import sys
sys.setrecursionlimit(10**6)
a = A(0)
for _ in range(100000): a = A(a)
print(repr(a))`;
  const [deep] = await run('python', source, '');
  expect(deep!.exit.kind === 'crash' || deep!.stderr.includes('RecursionError')).toBe(true);
  expect(await outputs('python', 'print("fine")', '')).toEqual(['fine\n']);
});

test('when the frame is gone the running program has crashed, and the next one gets a new frame', async () => {
  const running = run('javascript', 'while (true);', '');
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const frame of document.querySelectorAll('iframe[sandbox="allow-scripts"]')) frame.remove();
  const [crashed] = await running;
  expect(crashed!.exit).toEqual({ kind: 'crash', message: expect.stringContaining('process ended') });
  expect(await outputs('javascript', "console.log('again')", '')).toEqual(['again\n']);
  expect(await outputs('python', "print('again')", '')).toEqual(['again\n']);
});

test('a runtime that cannot be downloaded is said so, and tried again later', async () => {
  const other = createBrowserRunner();
  const fetch = globalThis.fetch;
  globalThis.fetch = async () => new Response('', { status: 404 });
  try {
    const failing = other.prepare({ language: 'javascript', source: '' }, signal);
    await expect(failing).rejects.toThrow(/answered 404; the site is incomplete/);
  } finally {
    globalThis.fetch = fetch;
  }
  expect((await other.prepare({ language: 'javascript', source: '' }, signal)).ok).toBe(true);
  other.dispose();
});
