import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuExecutor, type KernelChoice, loadCpuExecutor } from '../../../src/llm/cpu/executor.ts';
import { WeightPlacer } from '../../../src/llm/cpu/weights.ts';
import type { Executor } from '../../../src/llm/executor.ts';
import { readRolePack } from '../../../src/roles/pack.ts';
import { QUANTISATIONS } from '../../../src/weights/config.ts';
import { loadTensors, openRepository, readPackFile } from '../../../src/weights/repository.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { packBase } from '../../../tools/pack/base.ts';
import { distance, fixture, golden } from '../pack/fixture.ts';
import { randomTensors, randomTokens, smallShape, tensorsInMemory } from './random-model.ts';
import { referenceLogits } from './reference.ts';

const work = mkdtempSync(join(tmpdir(), 'quartet-'));
beforeAll(async () => {
  for (const name of ['untied', 'qwen3']) await packBase({ hf: fixture(name), out: join(work, name) });
});
afterAll(() => rmSync(work, { recursive: true }));

async function open(kernels: KernelChoice, folder = fixture('packed')): Promise<Executor> {
  const repository = await openRepository(folderSource(folder));
  return createCpuExecutor(repository.config.model, await loadTensors(repository), kernels);
}

async function coder() {
  const source = folderSource(fixture('packed'));
  const { catalogue } = await openRepository(source);
  return readRolePack(await readPackFile(source, catalogue.packs[0]));
}

/** Logits after `tokens` in a sequence of their own, fed in pieces of the given sizes, the last of them the rest. */
async function logitsOf(
  executor: Executor,
  tokens: readonly number[],
  ...pieces: number[]
): Promise<Float32Array> {
  const sequence = executor.create();
  let at = 0;
  for (const size of pieces) {
    await executor.step([{ sequence, tokens: tokens.slice(at, at + size) }]);
    at += size;
  }
  const [logits] = await executor.step([{ sequence, tokens: tokens.slice(at) }]);
  executor.drop(sequence);
  return logits;
}

const { tokens, positions } = golden;

describe.each(['simd', 'typescript'] as const)('%s kernels', (kernels) => {
  test('logits equal those of transformers on the dequantised weights', async () => {
    const executor = await open(kernels);
    for (const [i, position] of positions.entries()) {
      const logits = await logitsOf(executor, tokens.slice(0, position + 1));
      expect(distance(logits, golden.tied[i])).toBeLessThan(1e-4);
    }
  });

  test('a head of its own is used where the embedding is not tied', async () => {
    const executor = await open(kernels, join(work, 'untied'));
    for (const [i, position] of positions.entries()) {
      const logits = await logitsOf(executor, tokens.slice(0, position + 1));
      expect(distance(logits, golden.untied[i])).toBeLessThan(1e-4);
    }
  });

  test('Qwen3, with norms on its heads and no biases, gives the logits of transformers', async () => {
    const executor = await open(kernels, join(work, 'qwen3'));
    for (const [i, position] of positions.entries()) {
      const logits = await logitsOf(executor, tokens.slice(0, position + 1));
      expect(distance(logits, golden.qwen3[i])).toBeLessThan(1e-4);
    }
  });

  test.each(QUANTISATIONS)(
    '%s, however its numbers are stored, gives the logits of plain arithmetic',
    async (quantisation) => {
      for (const changes of [{}, { attentionBias: false, headNorms: true, tied: true }]) {
        const model = smallShape({ quantisation, ...changes });
        const stored = randomTensors(model);
        const executor = createCpuExecutor(model, tensorsInMemory(stored), kernels);
        const read = randomTokens(20, model);
        const wanted = referenceLogits(model, stored, read);
        expect(distance(await logitsOf(executor, read), [...wanted[19]])).toBeLessThan(1e-4);
      }
    },
  );

  test('under a role pack logits equal those of the adapter merged and quantised elsewhere', async () => {
    const executor = await open(kernels);
    await executor.edit(await coder(), 1);
    for (const [i, position] of positions.entries()) {
      const logits = await logitsOf(executor, tokens.slice(0, position + 1));
      expect(distance(logits, golden.role[i])).toBeLessThan(1e-4);
    }
  });

  test('a sequence gives the same bits alone, in a batch, in chunks and from a fork', async () => {
    const executor = await open(kernels);
    const alone = await logitsOf(executor, tokens);
    expect(await logitsOf(executor, tokens, 1, 7, 32)).toEqual(alone);

    const trunk = executor.create();
    await executor.step([{ sequence: trunk, tokens: tokens.slice(0, 41) }]);
    const forks = [executor.fork(trunk, 40), executor.fork(trunk, 40), executor.fork(trunk, 33)];
    const stranger = executor.create();
    const batch = await executor.step([
      { sequence: forks[0], tokens: [5] },
      { sequence: stranger, tokens: [9, 9, 9] },
      { sequence: forks[1], tokens: tokens.slice(40) },
      { sequence: forks[2], tokens: tokens.slice(33) },
      { sequence: trunk, tokens: tokens.slice(41) },
    ]);
    expect(batch[2]).toEqual(alone);
    expect(batch[3]).toEqual(alone);
    expect(batch[4]).toEqual(alone);
    expect(batch[0]).not.toEqual(alone);
  });

  test('logits after each of several tokens are those of feeding them one by one', async () => {
    const executor = await open(kernels);
    const apart = [57, 58, 59, 60].map((length) => logitsOf(executor, tokens.slice(0, length)));
    const sequence = executor.create();
    const other = executor.create();
    const [none, some, one] = [
      { sequence, tokens: tokens.slice(0, 40), wanted: 0 },
      { sequence, tokens: tokens.slice(40), wanted: 4 },
      { sequence: other, tokens: tokens.slice(0, 57) },
    ];
    expect(await executor.step([none])).toEqual([new Float32Array()]);
    const [four, last] = await executor.step([some, one]);
    const rows = [0, 1, 2, 3].map((row) => four.slice(row * 320, (row + 1) * 320));
    expect(rows).toEqual(await Promise.all(apart));
    expect(last).toEqual(rows[0]);
    await expect(executor.step([{ sequence, tokens: [1], wanted: 2 }])).rejects.toThrow(
      '2 logits are wanted',
    );
  });

  test('a trimmed sequence forgets, and leaves its forks alone', async () => {
    const executor = await open(kernels);
    const alone = await logitsOf(executor, tokens);
    const sequence = executor.create();
    await executor.step([{ sequence, tokens: tokens.slice(0, 50) }]);
    const fork = executor.fork(sequence, 50);
    executor.trim(sequence, 20);
    await executor.step([{ sequence, tokens: [1, 2, 3] }]);
    executor.trim(sequence, 20);
    expect((await executor.step([{ sequence, tokens: tokens.slice(20) }]))[0]).toEqual(alone);
    expect((await executor.step([{ sequence: fork, tokens: tokens.slice(50) }]))[0]).toEqual(alone);
  });
});

test('both kernels give the same bits, so that a seed means the same everywhere', async () => {
  const [simd, typescript] = await Promise.all([open('simd'), open('typescript')]);
  for (const length of [1, 2, 31, 32, 33, 60]) {
    const part = tokens.slice(0, length);
    expect(await logitsOf(simd, part)).toEqual(await logitsOf(typescript, part));
  }
  const model = smallShape({ quantisation: 'q0f16', headNorms: true, attentionBias: false });
  const held = tensorsInMemory(randomTensors(model));
  const dense = (['simd', 'typescript'] as const).map((kernels) => createCpuExecutor(model, held, kernels));
  expect(await logitsOf(dense[0], randomTokens(40, model))).toEqual(
    await logitsOf(dense[1], randomTokens(40, model)),
  );
});

test('more rows than go through the layers together still give the same bits', async () => {
  const executor = await open('simd');
  const alone = await logitsOf(executor, tokens);
  const sequences = [0, 1, 2, 3, 4].map(() => executor.create());
  const logits = await executor.step(sequences.map((sequence) => ({ sequence, tokens })));
  for (const row of logits) expect(row).toEqual(alone);
});

test('a repository read shard by shard gives the executor that one read whole gives', async () => {
  const repository = await openRepository(folderSource(join(work, 'qwen3')));
  const told: number[] = [];
  const streamed = await loadCpuExecutor(repository, 'auto', (done) => told.push(done));
  const whole = await open('auto', join(work, 'qwen3'));
  expect(await logitsOf(streamed, tokens)).toEqual(await logitsOf(whole, tokens));
  expect(told.at(-1)).toBe(repository.manifest.shards.reduce((sum, { nbytes }) => sum + nbytes, 0));
});

test('weights that are not quantised take no role pack, and odd heads are refused, with the reason', async () => {
  const model = smallShape({ quantisation: 'q0f32' });
  const executor = createCpuExecutor(model, tensorsInMemory(randomTensors(model)));
  await expect(executor.hash('model.layers.0.mlp.down_proj')).rejects.toThrow('not quantised');
  const odd = smallShape({ headDim: 20, heads: 8 });
  expect(() => createCpuExecutor(odd, tensorsInMemory(randomTensors(odd)))).toThrow(/multiple of 8.*20/);
  const stored = randomTensors(smallShape()).slice(1);
  expect(() => createCpuExecutor(smallShape(), tensorsInMemory(stored))).toThrow(
    /embed_tokens.q_weight: .*no such/,
  );
});

test('a model that is larger than WebAssembly can address is refused with the reason', () => {
  const model = smallShape({ vocabularySize: 2_000_000, hiddenSize: 4096, quantisation: 'q0f32' });
  expect(() => new WeightPlacer(model)).toThrow(/cannot have the 32\.8 GB of memory/);
});

test('taking a pack off gives the base back, bit by bit', async () => {
  const executor = await open('simd');
  const pack = await coder();
  const before = await logitsOf(executor, tokens);
  await executor.edit(pack, 1);
  for (const [name, { editedHash }] of pack.weights) expect(await executor.hash(name)).toBe(editedHash);
  expect(await logitsOf(executor, tokens)).not.toEqual(before);
  await executor.edit(pack, -1);
  for (const [name, { baseHash }] of pack.weights) expect(await executor.hash(name)).toBe(baseHash);
  expect(await logitsOf(executor, tokens)).toEqual(before);
});

test('one pack takes the place of another, and one that does not fit leaves that on which was to go', async () => {
  const executor = await open('simd');
  const whole = await coder();
  const [first, second] = [...whole.weights].map(([name]) => name);
  const part = { ...whole, weights: new Map([...whole.weights].slice(1, 3)) };
  const hashes = () => Promise.all([first, second].map((name) => executor.hash(name)));
  const edited = [first, second].map((name) => whole.weights.get(name)!.editedHash);
  await executor.place(part);
  await executor.edit(whole, 1);
  expect(await hashes()).toEqual(edited);
  await executor.exchange(whole, part);
  expect(await hashes()).toEqual([whole.weights.get(first)!.baseHash, edited[1]]);
  const strange = {
    ...whole,
    weights: new Map([['model.layers.9.mlp.down_proj', part.weights.get(second)!]]),
  };
  await expect(executor.exchange(part, strange)).rejects.toThrow(/layers\.9.*does not have/);
  expect(await hashes()).toEqual([whole.weights.get(first)!.baseHash, edited[1]]);
  await executor.exchange(part, whole);
  expect(await hashes()).toEqual(edited);
});

describe('a pack that does not fit is refused before any bit changes', () => {
  async function refused(change: (pack: Awaited<ReturnType<typeof coder>>) => void, message: RegExp) {
    const executor = await open('simd');
    const pack = await coder();
    const names = [...pack.weights.keys()];
    const before = await Promise.all(names.map((name) => executor.hash(name)));
    change(pack);
    await expect(executor.edit(pack, 1)).rejects.toThrow(message);
    expect(await Promise.all(names.map((name) => executor.hash(name)))).toEqual(before);
  }

  test('an integer would leave 0…15', () =>
    refused((pack) => {
      const last = [...pack.weights.values()].at(-1)!;
      // Sixteen steps up from the first integer, in the last weight, after all others would have been edited.
      const steps = Uint8Array.from(Array(16).fill(0));
      Object.assign(last, { steps, offsets: new Uint32Array(last.offsets.length).fill(16).fill(0, 0, 1) });
    }, /out of 0…15/));

  test('a weight that the model has not', () =>
    refused((pack) => {
      pack.weights.set('model.layers.9.mlp.down_proj', [...pack.weights.values()][0]);
    }, /layers\.9.*does not have/));

  test('a weight of another shape', () =>
    refused((pack) => {
      [...pack.weights.values()].at(-1)!.shape = [64, 96];
    }, /as \[64,96\]/));
});

test('what cannot be computed is refused, and the sequences stay as they were', async () => {
  const executor = await open('simd');
  const sequence = executor.create();
  await executor.step([{ sequence, tokens }]);
  await expect(executor.step([{ sequence, tokens: Array(70).fill(1) }])).rejects.toThrow(/130 tokens.*128/s);
  await expect(executor.step([{ sequence, tokens: [320] }])).rejects.toThrow('token 320 is outside');
  await expect(executor.step([{ sequence, tokens: [] }])).rejects.toThrow('has no tokens');
  await expect(executor.step([1, 2].map(() => ({ sequence, tokens: [1] })))).rejects.toThrow('stands twice');
  executor.trim(sequence, 59);
  const [logits] = await executor.step([{ sequence, tokens: tokens.slice(59) }]);
  expect(logits).toEqual(await logitsOf(executor, tokens));
  executor.drop(sequence);
  await expect(executor.step([{ sequence, tokens: [1] }])).rejects.toThrow(/no sequence/);
});
