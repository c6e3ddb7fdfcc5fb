import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuExecutor } from '../../src/llm/cpu/executor.ts';
import type { Executor } from '../../src/llm/executor.ts';
import { type Device, openDevice } from '../../src/llm/wgsl/device.ts';
import { GpuModel } from '../../src/llm/wgsl/executor.ts';
import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import { ATTEND_PART } from '../../src/llm/wgsl/kernels/attend.ts';
import { randomTensors, randomTokens, smallShape, tensorsInMemory } from '../unit/llm/random-model.ts';

// Contexts of several parts, whose attention few rows share out among workgroups and many rows do not.
const model = smallShape({ layers: 1, contextLength: 1024 });
const tensors = randomTensors(model, 5);
const tokens = randomTokens(3 * ATTEND_PART, model);
const { gpu } = navigator as unknown as { gpu: Gpu };

let device: Device;
let executor: Executor;
/** Logits after every token, all read at once. */
let alone: Float32Array;
beforeAll(async () => {
  device = (await openDevice(gpu))!;
  async function* streamed() {
    yield* tensors;
  }
  const loaded = await GpuModel.load(device, model, streamed());
  executor = await loaded.executor({ precision: 'f32', lanes: 4, subgroups: false, tiles: 'narrow' });
  const sequence = executor.create();
  [alone] = await executor.step([{ sequence, tokens, wanted: tokens.length }]);
  executor.drop(sequence);
}, 600_000);
afterAll(() => device.gpu.destroy());

const after = (length: number) =>
  alone.slice((length - 1) * model.vocabularySize, length * model.vocabularySize);

test('logits over a long context are those of cpu', async () => {
  const cpu = createCpuExecutor(model, tensorsInMemory(tensors));
  const [wanted] = await cpu.step([{ sequence: cpu.create(), tokens, wanted: tokens.length }]);
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const off = alone.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
  expect(off / largest).toBeLessThan(1e-4);
});

test('they are the same bits one token at a time, whatever lies beside them in the batch', async () => {
  const trunk = executor.create();
  await executor.step([{ sequence: trunk, tokens, wanted: 0 }]);
  // Around the ends of parts, and of the 64 positions that are looked at together.
  const lengths = [1, 64, 65, ATTEND_PART - 1, ATTEND_PART, ATTEND_PART + 1, 2 * ATTEND_PART, tokens.length];
  const forks = lengths.map((length) => executor.fork(trunk, length - 1));
  const batch = await executor.step(
    lengths.map((length, i) => ({ sequence: forks[i], tokens: [tokens[length - 1]] })),
  );
  for (const [i, length] of lengths.entries()) expect(batch[i]).toEqual(after(length));
  for (const sequence of forks) executor.drop(sequence);
  for (const length of [ATTEND_PART + 1, tokens.length]) {
    const fork = executor.fork(trunk, length - 1);
    expect((await executor.step([{ sequence: fork, tokens: [tokens[length - 1]] }]))[0]).toEqual(
      after(length),
    );
    executor.drop(fork);
  }
  executor.drop(trunk);
});

test('and in pieces that end within a part, few tokens or many', async () => {
  const sequence = executor.create();
  let at = 0;
  for (const size of [250, 9, 141, 130, 16, 17]) {
    const piece = tokens.slice(at, at + size);
    at += size;
    expect((await executor.step([{ sequence, tokens: piece }]))[0]).toEqual(after(at));
  }
  executor.drop(sequence);
});
