import { afterAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import type { Run } from '../../src/sandbox/program.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
const limits = { timeMs: 30_000, outputBytes: 64 * 1024, memoryBytes: 256 * 2 ** 20 };
afterAll(() => runner.dispose());

async function run(source: string): Promise<Run> {
  const preparation = await runner.prepare({ language: 'ruby', source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const result = await preparation.prepared.run({ stdin: '', limits }, signal);
  preparation.prepared.dispose();
  return result;
}

test('recursion through blocks goes twenty thousand levels deep in the frame too', async () => {
  const ways = [
    '[n - 1].each { |m| return 1 + f(m) }',
    '1 + [n - 1].map { |m| f(m) }[0]',
    '1.upto(1) { |m| return m + f(n - 1) }',
  ];
  for (const way of ways) {
    const { stdout, stderr } = await run(`def f(n) = n == 0 ? 0 : ${way}\np f(20_000)`);
    expect(stdout + stderr).toBe('20000\n');
  }
});

test('constructors nest as deep as a segment tree of a million leaves, after they were run hot', async () => {
  const { stdout, stderr } = await run(`
class Node
  def initialize(depth) = @inner = depth == 0 ? nil : Node.new(depth - 1)
end
20_000.times { Node.new(3) }
Node.new(20)
puts 'built'`);
  expect(stdout + stderr).toBe('built\n');
});

test('recursion without end through what is always C is a run-time error of that program alone', async () => {
  const { exit, stderr } = await run('def f = [1, 2].sort { f }\nf');
  expect(exit).toEqual({ kind: 'code', code: 1 });
  expect(stderr).toMatch(/stack level too deep.* \(SystemStackError\)/);
  expect((await run('puts 1')).stdout).toBe('1\n');
});
