import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuExecutor } from '../../src/llm/cpu/executor.ts';
import { EngineError } from '../../src/llm/errors.ts';
import type { Executor } from '../../src/llm/executor.ts';
import { type Device, openDevice } from '../../src/llm/wgsl/device.ts';
import { GpuModel } from '../../src/llm/wgsl/executor.ts';
import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import type { KernelChoice } from '../../src/llm/wgsl/kernels/choice.ts';
import { readAdapterFiles } from '../../src/roles/adapter-files.ts';
import { DEFAULT_BLOCK } from '../../src/roles/build.ts';
import { type RolePack, readRolePack } from '../../src/roles/pack.ts';
import { applySteps } from '../../src/roles/steps.ts';
import type { ModelConfig } from '../../src/weights/config.ts';
import { fetchSource } from '../../src/weights/fetch-source.ts';
import { linearLayers, rowsOf } from '../../src/weights/layers.ts';
import {
  loadTensors,
  openRepository,
  readPackFile,
  readTensors,
  type StoredTensor,
} from '../../src/weights/repository.ts';
import golden from '../fixtures/llm/golden.json';
import { randomTensors, randomTokens, smallShape, tensorsInMemory } from '../unit/llm/random-model.ts';
import { referenceLogits } from '../unit/llm/reference.ts';

/** Chromium's software adapter here; four lanes, since the matrices are tiny. */
const NARROW: KernelChoice = { precision: 'f32', lanes: 4, subgroups: false, tiles: 'narrow' };
const gpu = (navigator as unknown as { gpu: Gpu }).gpu;
const packed = fetchSource(new URL('/test/fixtures/llm/packed', location.href).href, (url, init) =>
  fetch(url, init),
);

let device: Device;
beforeAll(async () => {
  device = (await openDevice(gpu))!;
});
afterAll(() => device.gpu.destroy());

async function* streamed(tensors: readonly StoredTensor[]) {
  yield* tensors;
}

async function open(
  model: ModelConfig,
  tensors: readonly StoredTensor[] = randomTensors(model),
  choice = NARROW,
): Promise<Executor> {
  return (await GpuModel.load(device, model, streamed(tensors))).executor(choice);
}

async function openPacked(): Promise<Executor> {
  const repository = await openRepository(packed);
  return (await GpuModel.load(device, repository.config.model, readTensors(repository))).executor(NARROW);
}

async function coder() {
  const { catalogue } = await openRepository(packed);
  return readRolePack(await readPackFile(packed, catalogue.packs[0]));
}

/** Logits after each of the last `wanted` tokens of a sequence of its own, fed in pieces of the given sizes. */
async function logitsOf(
  executor: Executor,
  tokens: readonly number[],
  pieces: readonly number[] = [],
  wanted = 1,
): Promise<Float32Array> {
  const sequence = executor.create();
  let at = 0;
  for (const size of pieces) {
    await executor.step([{ sequence, tokens: tokens.slice(at, at + size), wanted: 0 }]);
    at += size;
  }
  const [logits] = await executor.step([{ sequence, tokens: tokens.slice(at), wanted }]);
  executor.drop(sequence);
  return logits;
}

/** The largest difference, relative to the largest of `wanted`. */
function distance(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let [largest, off] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    largest = Math.max(largest, Math.abs(wanted[i]));
    // A number that is none is infinitely far.
    off = Math.max(off, Math.abs(found[i] - wanted[i]) || (Number.isNaN(found[i]) ? Infinity : 0));
  }
  return off / largest;
}

const largestAt = (logits: ArrayLike<number>) =>
  Array.from(logits).reduce((best, value, i, all) => (value > all[best] ? i : best), 0);

describe('logits', () => {
  test('equal those of transformers on the dequantised weights, bare and under a role', async () => {
    const executor = await openPacked();
    const { tokens, positions, tied, role } = golden;
    const upTo = (position: number) => logitsOf(executor, tokens.slice(0, position + 1));
    for (const [i, position] of positions.entries())
      expect(distance(await upTo(position), tied[i])).toBeLessThan(1e-4);
    await executor.edit(await coder(), 1);
    for (const [i, position] of positions.entries())
      expect(distance(await upTo(position), role[i])).toBeLessThan(1e-4);
  });

  test.each<[string, Partial<ModelConfig>]>([
    ['groups of three heads, biases, a head of its own', {}],
    ['a tied head and heads wider than the stream', { tied: true, heads: 4, kvHeads: 4, headDim: 72 }],
    ['Qwen3: norms of queries and keys, no biases', { headNorms: true, attentionBias: false, kvHeads: 1 }],
    ['single-precision scales', { quantisation: 'q4f32_1' }],
    ['unquantised halves', { quantisation: 'q0f16' }],
    ['unquantised singles', { quantisation: 'q0f32', layers: 1 }],
  ])('equal those of the plain reference: %s', async (_, changes) => {
    const model = smallShape(changes);
    const tensors = randomTensors(model);
    const tokens = randomTokens(70, model);
    const found = await logitsOf(await open(model, tensors), tokens, [], tokens.length);
    const wanted = referenceLogits(model, tensors, tokens);
    wanted.forEach((row, t) => {
      const logits = found.subarray(t * model.vocabularySize, (t + 1) * model.vocabularySize);
      expect(distance(logits, row)).toBeLessThan(1e-4);
    });
  });

  test('over 200 given tokens the likeliest is that of cpu, and a difference would be a tie', async () => {
    const model = smallShape({ layers: 1 });
    const tensors = randomTensors(model, 3);
    const tokens = randomTokens(200, model);
    const wgsl = await logitsOf(await open(model, tensors), tokens, [], tokens.length);
    const cpu = await logitsOf(createCpuExecutor(model, tensorsInMemory(tensors)), tokens, [], tokens.length);
    expect(distance(wgsl, cpu)).toBeLessThan(1e-4);
    for (let start = 0; start < cpu.length; start += model.vocabularySize) {
      const [found, wanted] = [wgsl, cpu].map((all) => all.subarray(start, start + model.vocabularySize));
      const [first, second] = Float32Array.from(wanted).sort().reverse();
      if ((first - second) / first > 1e-4) expect(largestAt(found)).toBe(largestAt(wanted));
    }
  });
});

describe('the same bits', () => {
  const model = smallShape();
  const tensors = randomTensors(model);
  const tokens = randomTokens(70, model);
  let executor: Executor;
  let alone: Float32Array;
  beforeAll(async () => {
    executor = await open(model, tensors);
    alone = await logitsOf(executor, tokens);
  });

  test('in chunks', async () => {
    expect(await logitsOf(executor, tokens, [1, 7, 32])).toEqual(alone);
  });

  test('in a batch, and from forks in the middle of a block and at its end', async () => {
    const trunk = executor.create();
    await executor.step([{ sequence: trunk, tokens: tokens.slice(0, 41), wanted: 0 }]);
    const forks = [40, 40, 33, 32].map((at) => executor.fork(trunk, at));
    const stranger = executor.create();
    const batch = await executor.step([
      { sequence: forks[0], tokens: [5] },
      { sequence: stranger, tokens: [9, 9, 9] },
      { sequence: forks[1], tokens: tokens.slice(40) },
      { sequence: forks[2], tokens: tokens.slice(33) },
      { sequence: forks[3], tokens: tokens.slice(32) },
      { sequence: trunk, tokens: tokens.slice(41) },
    ]);
    for (const logits of batch.slice(2)) expect(logits).toEqual(alone);
    expect(batch[0]).not.toEqual(alone);
    for (const sequence of [...forks, stranger, trunk]) executor.drop(sequence);
  });

  test('in a batch of eight, one token at a time', async () => {
    const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [...tokens.slice(0, 3), i, i + 1]);
    const sequences = rows.map(() => executor.create());
    let last: Float32Array[] = [];
    for (let t = 0; t < 5; t++)
      last = await executor.step(sequences.map((sequence, i) => ({ sequence, tokens: [rows[i][t]] })));
    for (const [i, row] of rows.entries()) expect(last[i]).toEqual(await logitsOf(executor, row));
    for (const sequence of sequences) executor.drop(sequence);
  });

  test('after a trim, with forks left alone', async () => {
    const sequence = executor.create();
    await executor.step([{ sequence, tokens: tokens.slice(0, 50), wanted: 0 }]);
    const fork = executor.fork(sequence, 50);
    executor.trim(sequence, 20);
    await executor.step([{ sequence, tokens: [1, 2, 3] }]);
    executor.trim(sequence, 20);
    expect((await executor.step([{ sequence, tokens: tokens.slice(20) }]))[0]).toEqual(alone);
    expect((await executor.step([{ sequence: fork, tokens: tokens.slice(50) }]))[0]).toEqual(alone);
  });

  // What real GPUs run takes a software adapter long to compile.
  const patient = { timeout: 600_000 };
  test('whatever the tile, and whether lanes are added up by shuffles or in memory', patient, async () => {
    const part = tokens.slice(0, 24);
    const own = await logitsOf(executor, part);
    const others: KernelChoice[] = [{ ...NARROW, tiles: 'wide' }];
    if (device.subgroupSize >= NARROW.lanes) others.push({ ...NARROW, subgroups: true });
    for (const choice of others) {
      const other = await open(model, tensors, choice);
      for (const pieces of [[], [11], [23], [2, 3, 5]])
        expect(await logitsOf(other, part, pieces)).toEqual(own);
    }
  });

  test('when more rows than fit go through the layers, and the cache grows under them', async () => {
    const sequences = [0, 1, 2].map(() => executor.create());
    const long = [...tokens, ...tokens];
    const logits = await executor.step(sequences.map((sequence) => ({ sequence, tokens: long })));
    expect(logits[1]).toEqual(logits[0]);
    expect(logits[2]).toEqual(logits[0]);
    expect(await logitsOf(executor, long)).toEqual(logits[0]);
    for (const sequence of sequences) executor.drop(sequence);
  });
});

// Chromium's software adapter has none; a GPU has.
test.runIf(await hasHalves())('in halves logits are within two thousandths', async () => {
  const model = smallShape();
  const tensors = randomTensors(model);
  const tokens = randomTokens(40, model);
  const executor = await open(model, tensors, { ...NARROW, precision: 'f16' });
  const wanted = referenceLogits(model, tensors, tokens);
  expect(distance(await logitsOf(executor, tokens), wanted[39])).toBeLessThan(2e-3);
  expect(await logitsOf(executor, tokens, [7, 20])).toEqual(await logitsOf(executor, tokens));
});

async function hasHalves(): Promise<boolean> {
  return (await gpu.requestAdapter())?.features.has('shader-f16') ?? false;
}

describe('role packs on the GPU', () => {
  test('a pack is proven by its hashes, and taking it off gives the base back, bit by bit', async () => {
    const executor = await openPacked();
    const pack = await coder();
    const before = await logitsOf(executor, golden.tokens);
    for (let round = 0; round < 2; round++) {
      await executor.edit(pack, 1);
      for (const [name, { editedHash }] of pack.weights) expect(await executor.hash(name)).toBe(editedHash);
      expect(await logitsOf(executor, golden.tokens)).not.toEqual(before);
      await executor.edit(pack, -1);
      for (const [name, { baseHash }] of pack.weights) expect(await executor.hash(name)).toBe(baseHash);
    }
    expect(await logitsOf(executor, golden.tokens)).toEqual(before);
    await expect(executor.hash('model.norm')).rejects.toThrow(EngineError);
  });

  test('a role built from an adapter on the GPU is that of cpu but for rounding, and proves itself', async () => {
    const repository = await openRepository(packed);
    const { model } = repository.config;
    const tensors = await loadTensors(repository);
    const executor = await openPacked();
    const cpu = createCpuExecutor(model, tensors);
    const read = async (name: string) =>
      new Uint8Array(await (await fetch(`/test/fixtures/llm/adapter/${name}`)).arrayBuffer());
    const files = { config: 'adapter_config.json', weights: 'adapter_model.safetensors' };
    const adapter = readAdapterFiles({
      config: await read(files.config),
      weights: await read(files.weights),
    });
    const weights: RolePack['weights'] = new Map();
    for (const layer of linearLayers(model)) {
      const [found, wanted] = [await executor.dither(layer, adapter, 5), await cpu.dither(layer, adapter, 5)];
      expect(found === null).toBe(wanted === null);
      if (!found || !wanted) continue;
      weights.set(layer.name, found);
      const { words } = tensors.quantised(layer.name, rowsOf(layer), layer.columns);
      const [ours, theirs] = [found, wanted].map((edit) => {
        const edited = words.slice();
        applySteps(edited, edit, DEFAULT_BLOCK, 1);
        return edited;
      });
      const changed = ours.filter((word, i) => word !== words[i]).length;
      const different = ours.filter((word, i) => word !== theirs[i]).length;
      expect(different / changed).toBeLessThan(0.01);
    }
    expect(weights.size).toBeGreaterThan(4);
    await executor.edit({ ...(await coder()), block: DEFAULT_BLOCK, weights }, 1);
    for (const [name, { editedHash }] of weights) expect(await executor.hash(name)).toBe(editedHash);
  });

  test.each<[string, (pack: Awaited<ReturnType<typeof coder>>) => void, RegExp]>([
    [
      'an integer would leave 0…15',
      (pack) => {
        const last = [...pack.weights.values()].at(-1)!;
        // Sixteen steps up from the first integer, in the last weight, after all others would have been edited.
        const steps = Uint8Array.from(Array(16).fill(0));
        Object.assign(last, { steps, offsets: new Uint32Array(last.offsets.length).fill(16).fill(0, 0, 1) });
      },
      /integer 0 of model\.layers\..* out of 0…15/,
    ],
    [
      'a weight that the model has not',
      (pack) => pack.weights.set('model.layers.9.mlp.down_proj', [...pack.weights.values()][0]),
      /layers\.9.*does not have/,
    ],
    [
      'a weight of another shape',
      (pack) => {
        [...pack.weights.values()].at(-1)!.shape = [64, 96];
      },
      /as \[64,96\]/,
    ],
  ])('one that does not fit is refused before any bit changes: %s', async (_, change, message) => {
    const executor = await openPacked();
    const pack = await coder();
    const names = [...pack.weights.keys()];
    const hashes = async () => Promise.all(names.map((name) => executor.hash(name)));
    const before = await hashes();
    change(pack);
    await expect(executor.edit(pack, 1)).rejects.toThrow(message);
    expect(await hashes()).toEqual(before);
  });
});

describe('what goes wrong', () => {
  test('what cannot be computed is refused, and the sequences stay as they were', async () => {
    const executor = await openPacked();
    const { tokens } = golden;
    const sequence = executor.create();
    await executor.step([{ sequence, tokens }]);
    await expect(executor.step([{ sequence, tokens: Array(70).fill(1) }])).rejects.toThrow(
      /130 tokens.*128/s,
    );
    await expect(executor.step([{ sequence, tokens: [320] }])).rejects.toThrow('token 320 is outside');
    executor.trim(sequence, 59);
    const [logits] = await executor.step([{ sequence, tokens: tokens.slice(59) }]);
    expect(logits).toEqual(await logitsOf(executor, tokens));
  });

  test('a repository without a tensor that its configuration needs is refused by its name', async () => {
    const model = smallShape();
    const tensors = randomTensors(model).filter(
      ({ record }) => !record.name.includes('1.mlp.down_proj.q_scale'),
    );
    await expect(open(model, tensors)).rejects.toMatchObject({
      name: 'WeightsError',
      path: 'model.layers.1.mlp.down_proj.q_scale',
    });
  });

  test('kernels that the GPU refuses are named, with the reason, and leave it usable', async () => {
    const broken = device.pipelines.compile('broken', ['read'], 'fn main() { return 1; }');
    await expect(broken).rejects.toMatchObject({
      name: 'EngineError',
      message: expect.stringMatching(/refuses the kernel broken: line 1: .*return/),
    });
    device.check();
  });

  test('a GPU that refuses a command is not believed any more', async () => {
    const refusing = (await openDevice(gpu))!;
    const [mapRead, storage] = [1, 128];
    refusing.gpu.createBuffer({ size: 4, usage: mapRead | storage });
    const model = smallShape({ layers: 1 });
    const loading = GpuModel.load(refusing, model, streamed(randomTensors(model)));
    await expect(loading.then((loaded) => loaded.executor(NARROW))).rejects.toMatchObject({
      name: 'EngineError',
      message: expect.stringMatching(/the GPU refused a command: .*load the model again/s),
    });
    refusing.gpu.destroy();
  });

  test('a lost GPU is said so by every call, and another can be opened', async () => {
    const lost = (await openDevice(gpu))!;
    const model = smallShape({ layers: 1 });
    const load = (on: Device) => GpuModel.load(on, model, streamed(randomTensors(model)));
    const executor = await (await load(lost)).executor(NARROW);
    const sequence = executor.create();
    const running = executor.step([{ sequence, tokens: [1, 2, 3] }]);
    lost.gpu.destroy();
    await running.catch((error) => expect(error).toMatchObject({ name: 'DeviceLostError' }));
    await expect(executor.step([{ sequence, tokens: [4] }])).rejects.toMatchObject({
      name: 'DeviceLostError',
      message: expect.stringContaining('load the model again'),
    });
    await expect(executor.hash('lm_head')).rejects.toMatchObject({ name: 'DeviceLostError' });
    const again = await (await load(device)).executor(NARROW);
    expect(await logitsOf(again, [1, 2, 3])).toHaveLength(model.vocabularySize);
  });
});
