import { describe, expect, test } from 'vitest';
import { loadCpuExecutor } from '../../../src/llm/cpu/executor.ts';
import { createEngine } from '../../../src/llm/create-engine.ts';
import type { EngineEvent } from '../../../src/llm/engine.ts';
import { DeviceLostError } from '../../../src/llm/errors.ts';
import type { Executor } from '../../../src/llm/executor.ts';
import { LastingExecutor } from '../../../src/llm/lasting-executor.ts';
import { createTokenizer } from '../../../src/llm/tokenizer.ts';
import { readRolePack } from '../../../src/roles/pack.ts';
import { openRepository, readFile, readPackFile } from '../../../src/weights/repository.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { fixture } from '../pack/fixture.ts';

const source = folderSource(fixture('packed'));
const repository = await openRepository(source);
const coder = readRolePack(await readPackFile(source, repository.catalogue.packs[0]));
const LAYER = 'model.layers.1.mlp.down_proj';
const tokens = Array.from({ length: 40 }, (_, i) => (i * 37 + 11) % 300);

/** A real executor on what stands for a GPU: once it is lost, nothing on it can be used. */
async function onGpu() {
  const inner = await loadCpuExecutor(repository);
  const state = { lost: false, disposed: false };
  const executor = new Proxy(inner, {
    get(target, key: keyof Executor) {
      const value = target[key];
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key === 'dispose') state.disposed = true;
        else if (state.lost) {
          const error = new DeviceLostError('unknown', 'it was reset');
          // What answers at once throws; the rest rejects.
          if (['create', 'fork', 'trim', 'drop'].includes(key)) throw error;
          return Promise.reject(error);
        }
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { executor, state };
}

async function lasting() {
  const opened = [await onGpu()];
  const executor = new LastingExecutor(opened[0].executor, async () => {
    opened.push(await onGpu());
    return opened.at(-1)!.executor;
  });
  return {
    executor,
    opened,
    lose: () => {
      opened.at(-1)!.state.lost = true;
    },
  };
}

/** Logits of two forks of one text and a text of its own, `lose` called at the given moments. */
async function work(executor: Executor, moments: Record<number, () => void> = {}) {
  const at = (moment: number) => moments[moment]?.();
  const trunk = executor.create();
  await executor.step([{ sequence: trunk, tokens: tokens.slice(0, 20), wanted: 0 }]);
  at(0);
  const [left, right] = [executor.fork(trunk, 20), executor.fork(trunk, 12)];
  executor.drop(trunk);
  const own = executor.create();
  at(1);
  const first = await executor.step([
    { sequence: left, tokens: [5] },
    { sequence: own, tokens: tokens.slice(20), wanted: 2 },
  ]);
  at(2);
  executor.trim(own, 10);
  const second = await executor.step([left, right, own].map((sequence) => ({ sequence, tokens: [7, 9] })));
  return [...first, ...second].map((logits) => Array.from(logits));
}

describe('an executor whose GPU is lost', () => {
  test('is opened again, and every text goes on with the same numbers, whenever it happens', async () => {
    const expected = await work(await loadCpuExecutor(repository));
    for (const moment of [0, 1, 2]) {
      const { executor, opened, lose } = await lasting();
      expect(await work(executor, { [moment]: lose }), `lost at ${moment}`).toEqual(expected);
      expect(opened.map(({ state }) => state.disposed)).toEqual([true, false]);
    }
  });

  test('has the role that was on, on again, and can take it off', async () => {
    const { executor, lose } = await lasting();
    const base = await executor.hash(LAYER);
    await executor.edit(coder, 1);
    const edited = await executor.hash(LAYER);
    expect(edited).not.toBe(base);
    lose();
    expect(await executor.hash(LAYER)).toBe(edited);
    await executor.edit(coder, -1);
    expect(await executor.hash(LAYER)).toBe(base);
  });

  test('is not opened a second time: the loss is told', async () => {
    const { executor, opened, lose } = await lasting();
    const sequence = executor.create();
    await executor.step([{ sequence, tokens }]);
    lose();
    await executor.step([{ sequence, tokens: [1] }]);
    lose();
    await expect(executor.step([{ sequence, tokens: [2] }])).rejects.toMatchObject({
      name: 'DeviceLostError',
    });
    expect(opened).toHaveLength(2);
  });

  test('lets an answer go on that was half written', async () => {
    const tokenizer = createTokenizer(await readFile(source, 'tokenizer.json'));
    const { template, model } = repository.config;
    const base = { model: 'small', baseHash: repository.manifest.baseHash, config: model };
    const about = { adapter: 'none', trainedOn: null, thinking: null, parameters: 0, weightBytes: 0 };
    const write = async (executor: Executor, during: () => void) => {
      const parts = { executor, tokenizer, template, base, packs: new Map(), guessing: true, ...about };
      const engine = await createEngine(parts);
      const request = {
        ...{ id: 'a', role: null, prompt: { tokens }, maxTokens: 24, seed: 7, temperature: 0.9 },
        ...{ topP: 1, topK: 0, repetitionPenalty: 1, stop: [] },
      };
      const events: EngineEvent[] = [];
      for await (const event of engine.submit([request], new AbortController().signal)) {
        events.push(event);
        if (event.type === 'token') during();
      }
      await engine.dispose();
      return events.flatMap<number | string>((event) => (event.type === 'token' ? event.tokens : event.type));
    };
    const { executor, opened, lose } = await lasting();
    const expected = await write(await loadCpuExecutor(repository), () => {});
    expect(expected).toHaveLength(25);
    expect(await write(executor, () => opened.length === 1 && lose())).toEqual(expected);
  });
});
