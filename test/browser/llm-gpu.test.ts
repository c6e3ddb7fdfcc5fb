import { afterEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/llm/engine.ts';
import { loadEngine } from '../../src/llm/load.ts';
import type { KeptChoices } from '../../src/llm/open-executor.ts';
import type { Gpu, GpuDevice } from '../../src/llm/wgsl/gpu.ts';
import { loadRemoteEngine } from '../../src/remote-engine.ts';
import { fetchSource } from '../../src/weights/fetch-source.ts';
import golden from '../fixtures/llm/golden.json';
import { tokensOf as answers, aRequest as request } from './llm-requests.ts';

/** The software adapter takes long to compile what a GPU runs best; these numbers are its own. */
const KERNELS = 'wgsl 2 f32 lanes 4 narrow';
const PACKED = '/test/fixtures/llm/packed';
const TINY = '/models/quartet-tiny';
const quiet = new AbortController().signal;
const { gpu } = navigator as unknown as { gpu: Gpu };

let engine: Engine | null = null;
afterEach(async () => {
  await engine?.dispose();
  engine = null;
});

async function load(path: string, executor: string, choices?: KeptChoices): Promise<Engine> {
  await engine?.dispose();
  const source = fetchSource(new URL(path, location.href).href, (url, init) => fetch(url, init));
  engine = await loadEngine(source, { executor, gpu, ...(choices && { choices }) });
  return engine;
}

test('the embedded model writes on the GPU what it writes on the processor', async () => {
  const requests = [
    request('bare'),
    request('planner', { role: 'planner' }),
    request('coder', { role: 'coder' }),
    request('sampled', { role: 'coder', temperature: 0.8, topP: 0.95 }),
  ];
  const cpu = await answers((await load(TINY, 'cpu')).submit(requests, quiet));
  const onGpu = await load(TINY, KERNELS);
  expect(onGpu.info).toMatchObject({ executor: 'wgsl', kernels: KERNELS });
  expect(await answers(onGpu.submit(requests, quiet))).toEqual(cpu);
  expect(await onGpu.verifyRole('coder')).toMatchObject({ role: 'coder', ok: true });
  expect(await onGpu.verifyRole(null)).toMatchObject({ role: null, ok: true });
});

test('a batch of eight writes on the GPU what each writes alone', async () => {
  const on = await load(PACKED, KERNELS);
  const requests = [0, 1, 2, 3, 4, 5, 6, 7].map((seed) =>
    request(`r${seed}`, { seed, temperature: 0.9, maxTokens: 8 }),
  );
  const together = await answers(on.submit(requests, quiet));
  expect(new Set(Object.values(together).map(String)).size).toBeGreaterThan(4);
  for (const one of requests)
    expect(await answers(on.submit([one], quiet))).toEqual({ [one.id]: together[one.id] });
});

test('tokens that are guessed from the prompt change nothing of what is written on the GPU', async () => {
  const source = fetchSource(new URL(PACKED, location.href).href, (url, init) => fetch(url, init));
  // Greedy answers of a random model fall into loops, where every guess comes true; drawn ones seldom do.
  const prompt = { tokens: golden.tokens.slice(0, 30) };
  const requests = [
    request('greedy', { prompt, maxTokens: 40 }),
    request('drawn', { prompt, maxTokens: 40, temperature: 0.3 }),
  ];
  const written: Record<string, number[]>[] = [];
  let guessed = 0;
  for (const guessing of [false, true]) {
    await engine?.dispose();
    engine = await loadEngine(source, { executor: KERNELS, gpu, guessing });
    const events = engine.submit(requests, quiet);
    async function* counted() {
      for await (const event of events) {
        if (event.type === 'end') guessed += event.measured.guessed;
        yield event;
      }
    }
    written.push(await answers(counted()));
    if (!guessing) expect(guessed).toBe(0);
  }
  expect(guessed).toBeGreaterThan(0);
  expect(written[1]).toEqual(written[0]);
});

describe('the choice of an executor', () => {
  /** Choices as a browser keeps them, here in memory. */
  function memory(): KeptChoices & { kept: Map<string, string> } {
    const kept = new Map<string, string>();
    return {
      kept,
      get: async (key) => kept.get(key),
      set: async (key, kernels) => {
        kept.set(key, kernels);
      },
    };
  }

  /** The software adapter, said to be a GPU; what becomes of its devices. */
  function likeHardware(then: (device: GpuDevice) => void): Gpu {
    return {
      async requestAdapter() {
        const adapter = (await gpu.requestAdapter())!;
        const { features, limits } = adapter;
        const info = { vendor: 'some', architecture: 'gpu', description: '' };
        const requestDevice: typeof adapter.requestDevice = async (descriptor) => {
          const device = await adapter.requestDevice(descriptor);
          then(device);
          return device;
        };
        return { info, features, limits, requestDevice };
      },
    };
  }

  test('falls on cpu by itself where the only GPU is software', async () => {
    const choices = memory();
    expect((await load(PACKED, 'auto', choices)).info.executor).toBe('cpu');
    expect(choices.kept.size).toBe(0);
  });

  test('is measured once for a model and an adapter, and kept', async () => {
    const choices = memory();
    const { info } = await load(PACKED, 'wgsl', choices);
    expect(info.adapter).toContain('software');
    const [[key, kernels]] = choices.kept;
    expect(key).toContain(info.adapter);
    expect(info.kernels).toBe(kernels);
    choices.kept.set(key, KERNELS);
    expect((await load(PACKED, 'wgsl', choices)).info.kernels).toBe(KERNELS);
  });

  test('takes cpu for a model that it runs in no time, before anything is compiled for a GPU', async () => {
    const source = fetchSource(new URL(PACKED, location.href).href, (url, init) => fetch(url, init));
    const choices = memory();
    engine = await loadEngine(source, { gpu: likeHardware(() => {}), choices });
    expect(engine.info).toMatchObject({ executor: 'cpu', adapter: 'WebAssembly SIMD' });
    expect([...choices.kept.values()]).toEqual(['cpu 1']);
  });

  test('falls on cpu where the GPU fails, and says why', async () => {
    const source = fetchSource(new URL(PACKED, location.href).href, (url, init) => fetch(url, init));
    const failing = likeHardware((device) => device.destroy());
    const choices = { get: async () => KERNELS, set: async () => {} };
    engine = await loadEngine(source, { gpu: failing, choices });
    expect(engine.info.executor).toBe('cpu');
    expect(engine.info.adapter).toMatch(/^WebAssembly SIMD \(not the GPU: the GPU was lost/);
    expect(await answers(engine.submit([request('a', { maxTokens: 3 })], quiet))).toHaveProperty(
      'a.length',
      3,
    );
    await expect(loadEngine(source, { gpu: failing, executor: 'wgsl' })).rejects.toMatchObject({
      name: 'DeviceLostError',
    });
  });

  test('can name kernels, as a run records them', async () => {
    expect((await load(PACKED, 'cpu 1')).info).toMatchObject({ executor: 'cpu', kernels: 'cpu 1' });
    await expect(load(PACKED, 'wgsl 0')).rejects.toThrow('no executor wgsl 0; choose auto, cpu or wgsl');
  });

  test('says so where a GPU is asked for in vain', async () => {
    const source = fetchSource(new URL(PACKED, location.href).href, (url, init) => fetch(url, init));
    await expect(loadEngine(source, { executor: 'wgsl' })).rejects.toMatchObject({
      name: 'EngineError',
      message: expect.stringContaining('no WebGPU adapter; choose the cpu executor'),
    });
  });

  test('holds in a worker too', async () => {
    const worker = new Worker(new URL('../../workers/llm.worker.ts', import.meta.url), { type: 'module' });
    engine = await loadRemoteEngine(worker, { baseUrl: PACKED, executor: KERNELS }, quiet);
    expect(engine.info).toMatchObject({ executor: 'wgsl', kernels: KERNELS });
    expect(await answers(engine.submit([request('a', { maxTokens: 3 })], quiet))).toHaveProperty(
      'a.length',
      3,
    );
  });
});
