import { expect, test } from 'vitest';
import type { Part } from '../../../../src/llm/mlc/cache.ts';
import type { Tensor } from '../../../../src/llm/mlc/internals.ts';
import { LoneSteps } from '../../../../src/llm/mlc/lone-steps.ts';
import type { GpuBuffer, GpuDevice } from '../../../../src/llm/wgsl/gpu.ts';

const FIRST = 4;

/**
 * In the place of a library, which runs on no test's machine: its "logits" are the tokens that it was given, and it
 * refuses what a library with the race gets wrong.
 */
function racyLibrary() {
  const texts = new Map<number, number[]>();
  let passes = 0;
  const cache = {
    create() {
      texts.set(texts.size + 1, []);
      return texts.size;
    },
    trim: (id: number, length: number) => {
      texts.get(id)!.length = length;
    },
    drop: (id: number) => {
      texts.set(id, []);
    },
    expect: () => {},
    free: () => {},
    forward([part]: readonly Part[]): Tensor {
      passes++;
      const text = texts.get(part.sequence)!;
      if (part.tokens.length > FIRST) throw new Error('a pass of too many tokens');
      if (text.length > 0 && part.tokens.length > 1)
        throw new Error('a text was continued by several tokens');
      text.push(...part.tokens);
      return { shape: [1, 1, 1], dispose: () => {}, text: Number(text.join('')) } as Tensor & {
        text: number;
      };
    },
  };
  const device = {
    read: async (buffer: GpuBuffer) => Float32Array.of((buffer as unknown as { text: number }).text).buffer,
    orLost: <T>(promise: Promise<T>) => promise,
    gpu: { queue: { onSubmittedWorkDone: async () => {} } } as unknown as GpuDevice,
  };
  const runtime = { buffer: (tensor: Tensor) => tensor as unknown as GpuBuffer };
  const steps = new LoneSteps(device, runtime, cache, { first: FIRST, vocabularySize: 1 });
  return { steps, passes: () => passes };
}

test('texts are computed by one pass and then token by token, when logits are wanted', async () => {
  const { steps, passes } = racyLibrary();
  const sequence = steps.create();
  expect(await steps.step([{ sequence, tokens: [1, 2, 3], wanted: 0 }])).toEqual([new Float32Array()]);
  expect(passes()).toBe(0);
  expect(await steps.step([{ sequence, tokens: [4, 5, 6] }])).toEqual([Float32Array.of(123456)]);
  expect(passes()).toBe(3);
});

test('logits after several tokens come one by one', async () => {
  const { steps } = racyLibrary();
  const sequence = steps.create();
  expect(await steps.step([{ sequence, tokens: [1, 2, 3], wanted: 2 }])).toEqual([Float32Array.of(12, 123)]);
  expect(await steps.step([{ sequence, tokens: [4, 5], wanted: 2 }])).toEqual([Float32Array.of(1234, 12345)]);
});

test('forks, and texts that are trimmed, go on as if they were alone', async () => {
  const { steps } = racyLibrary();
  const trunk = steps.create();
  await steps.step([{ sequence: trunk, tokens: [1, 2, 3] }]);
  const fork = steps.fork(trunk, 2);
  expect(steps.length(fork)).toBe(2);
  steps.trim(trunk, 1);
  const inputs = [
    { sequence: fork, tokens: [7] },
    { sequence: trunk, tokens: [8, 9] },
  ];
  expect(await steps.step(inputs)).toEqual([Float32Array.of(127), Float32Array.of(189)]);
  steps.trim(trunk, 0);
  expect(await steps.step([{ sequence: trunk, tokens: [4, 5] }])).toEqual([Float32Array.of(45)]);
  steps.drop(trunk);
  expect(() => steps.length(trunk)).toThrow(`there is no sequence ${trunk}; it was dropped`);
  expect(() => steps.fork(fork, 4)).toThrow('a fork at 4 lies outside a sequence of 3 tokens');
});
