import { afterAll, expect, test } from 'vitest';
import type { Run } from '../../../src/sandbox/program.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 1000, memoryBytes: 256 * 2 ** 20 };
const runner = createNodeRunner();
afterAll(() => runner.dispose());

/** Runs a program that takes as many MiB as its input says. */
async function take(language: string, source: string, ...inputs: string[]): Promise<Run[]> {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const stdin of inputs) runs.push(await preparation.prepared.run({ stdin, limits }, signal));
  preparation.prepared.dispose();
  return runs;
}

const mebibytes = (run: Run | undefined): number => run!.memoryBytes! / 2 ** 20;

test('Python: a run tells what it took beside the interpreter, to within a few MiB', async () => {
  const [little, much] = await take('python', 'x = b"x" * (int(input()) * 2**20)', '0', '100');
  expect(mebibytes(little)).toBeLessThan(4);
  expect(mebibytes(much)).toBeGreaterThan(99);
  expect(mebibytes(much)).toBeLessThan(110);
});

test('Python: a worker’s later tests tell the most that any test so far took', async () => {
  const [much, little] = await take('python', 'x = b"x" * (int(input()) * 2**20)', '100', '0');
  expect(little!.memoryBytes).toBe(much!.memoryBytes);
});

test.each([
  ['lua', 'local x = {} for i = 1, io.read("n") * 1024 do x[i] = ("x"):rep(1024) .. i end'],
  ['javascript-strict', "const x = 'x'.repeat(Number(require('fs').readFileSync(0, 'utf8')) * 2 ** 20);"],
  ['ruby', 'x = "x" * (gets.to_i * 2**20)'],
])('%s: every test tells its own', async (language, source) => {
  const [much, little] = await take(language, source, '100', '0');
  expect(mebibytes(much)).toBeGreaterThan(80);
  expect(mebibytes(much)).toBeLessThan(130);
  expect(mebibytes(little)).toBeLessThan(4);
});

test('JavaScript’s engine does not tell what a program takes', async () => {
  const [run] = await take('javascript', 'new Uint8Array(2 ** 20).fill(1);', '');
  expect(run!.memoryBytes).toBeUndefined();
});
