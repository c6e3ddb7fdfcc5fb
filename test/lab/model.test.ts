import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONFIG_PATH, isOwnFamily } from '../../src/weights/config.ts';
import { type GpuPage, openGpuPage } from '../../tools/gpu-page.ts';
import type { Lab } from '../../tools/lab/page.ts';
import { aRequest } from '../browser/llm-requests.ts';

/** A model with its compiled library; see README.md. */
const folder = process.env['LAB_MODEL_DIR'];
const config = folder ? JSON.parse(readFileSync(join(folder, CONFIG_PATH), 'utf8')) : {};
/** Our own kernels and role packs know no other families. */
const own = isOwnFamily(config.model_type);
/** Whether the library computes in halves, which lie a thousandth of their size apart. */
const halves = `${config.quantization}`.includes('f16');

const PROMPT = 'Read n and print the sum.';
const request = (id: string, more: object = {}) =>
  aRequest(id, { prompt: { text: PROMPT }, maxTokens: 3, ...more });

describe.skipIf(!folder)('a model in its compiled library', () => {
  let page: GpuPage;
  let passes: string[] = [];

  /** Calls a method of the page's `Lab`, of which there is one. */
  function lab<K extends keyof Lab>(
    method: K,
    ...args: Parameters<Lab[K]>
  ): Promise<Awaited<ReturnType<Lab[K]>>> {
    return page.page.evaluate(
      ([name, given, url]) => {
        const here = globalThis as unknown as { lab?: Lab; openLab(url: string): Lab };
        here.lab ??= here.openLab(url as string);
        const called = here.lab[name as keyof Lab] as (...args: unknown[]) => unknown;
        return called.apply(here.lab, given as unknown[]);
      },
      [method, args, page.modelUrl] as const,
    ) as Promise<Awaited<ReturnType<Lab[K]>>>;
  }

  beforeAll(async () => {
    page = await openGpuPage('./lab/page.ts', folder!);
    const loaded = await lab('load');
    passes = loaded.passes;
    process.stdout.write(`the lab: ${loaded.adapter}, ${loaded.parameters} tensors\n`);
  });
  afterAll(() => page?.close());

  test.runIf(own)('computes what our own kernels compute from the same weights', async () => {
    await lab('own');
    await lab('compute', passes[0] as 'batched');
    const { largest, distance, otherTokens } = await lab('compare', 'own', passes[0]);
    expect(otherTokens).toBe(0);
    // Halves, where the library computes with them, are good to three digits.
    expect(distance / largest).toBeLessThan(0.02);
  });

  test('gives forks and batches what each sequence gets alone', async () => {
    expect(passes, "the library's race could not be mended").toContain('batched');
    for (const way of passes) await lab('compute', way as 'single');
    const { largest, distance, otherTokens } = await lab('compare', 'single', 'batched');
    expect(distance).toBeLessThan(halves ? largest / 1000 : 1e-3);
    expect(otherTokens).toBe(0);
  });

  test.runIf(own)(
    'has roles built, put on, exchanged and taken off in place, with the base’s bits afterwards',
    async () => {
      const { moved, left, ...proofs } = await lab('roles');
      expect(proofs).toEqual({ base: true, on: true, exchanged: true, off: true });
      expect(moved).toBeGreaterThan(1e-3);
      expect(left).toBe(0);
    },
  );

  test('refuses what is damaged, by name', async () => {
    const shard = 'params_shard_0.bin';
    expect(await lab('damaged', shard, 'flip')).toMatch(/^WeightsError: params_shard_0.bin: its MD5 differs/);
    expect(await lab('damaged', shard, 'cut')).toMatch(/^WeightsError: params_shard_0.bin: it has \d+ bytes/);
    expect(await lab('damaged', 'library.wasm', 'cut')).toMatch(/^(Weights|Engine)Error: .*library.wasm/);
    expect(await lab('damaged', 'library.wasm', 'page')).toMatch(/^WeightsError: library.wasm: .* web page/);
  });

  test('is loaded from the device alone, refused when a shard is damaged there, repaired, and deleted', async () => {
    expect(await lab('kept')).toEqual({
      ...{ whole: 'loaded', repaired: 'loaded' },
      flipped: expect.stringMatching(/^DamagedModelError: lab is damaged \(params_shard_0.bin: its MD5/),
      cut: expect.stringMatching(/^DamagedModelError: lab is damaged \(params_shard_0.bin: it has \d+ bytes/),
      ...{ named: ['params_shard_0.bin'], left: [] },
    });
  });

  describe('as the engine', () => {
    let alone = '';
    beforeAll(async () => {
      await lab('openEngine');
      const { answers } = await lab('ask', [request('a')]);
      alone = answers['a'].text;
    });

    test("writes what web-llm's own loop writes", async () => {
      expect(alone).not.toBe('');
      expect(await lab('webLlm', PROMPT, 3)).toBe(alone);
    });

    test('keeps to a grammar', async () => {
      const { answers } = await lab('ask', [
        request('g', { grammar: 'root ::= "sum" | "max"', maxTokens: 4 }),
      ]);
      expect(['sum', 'max']).toContain(answers['g'].text);
      expect(answers['g'].ended).toBe('stop');
    });

    test('hears an abort, and answers again', async () => {
      const { answers } = await lab('ask', [request('a', { maxTokens: 200 })], 'abort');
      expect(answers['a'].ended).toBe('abort');
      expect((await lab('ask', [request('a')])).answers['a'].text).toBe(alone);
    });

    test('loads by itself once when the GPU is lost, and goes on; a second loss is told', async () => {
      const { answers, loads } = await lab('ask', [request('a'), request('b')], 'lose');
      expect(answers['a']).toEqual({ text: alone, ended: 'length' });
      expect(answers['b']).toEqual({ text: alone, ended: 'length' });
      expect(loads).toBe(2);
      const again = await lab('ask', [request('a')], 'lose');
      expect(again.answers['a'].ended).toMatch(/^DeviceLostError: .* load the model again/);
    });
  });
});

if (!folder)
  test.skip('a model in its compiled library: set LAB_MODEL_DIR, see test/lab/README.md', () => {});
