import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadedEngine } from '../../../src/llm/build-pack.ts';
import { readRolePack } from '../../../src/roles/pack.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { packRole } from '../../../tools/pack/role.ts';
import { fixture, golden } from '../pack/fixture.ts';

const work = mkdtempSync(join(tmpdir(), 'quartet-'));
const mlc = join(work, 'packed');
const adapter = (name: string) => new Uint8Array(readFileSync(join(fixture('adapter'), name)));
const files = { config: adapter('adapter_config.json'), weights: adapter('adapter_model.safetensors') };
let engine: LoadedEngine;

beforeAll(async () => {
  cpSync(fixture('packed'), mlc, { recursive: true });
  engine = await loadNodeEngine(mlc);
});
afterAll(async () => {
  await engine.dispose();
  rmSync(work, { recursive: true });
});

test('an engine builds from an adapter alone the pack that the command line builds, whatever role is on', async () => {
  const out = join(work, 'debugger.safetensors');
  await packRole({ mlc, hf: null, adapter: fixture('adapter'), role: 'debugger', out, seed: 5 });
  await engine.verifyRole('coder');
  const progress: number[][] = [];
  const built = await engine.buildPack({ ...files, role: 'debugger', seed: 5 }, (...at) => progress.push(at));
  expect(Buffer.from(built).equals(readFileSync(out))).toBe(true);
  expect(progress.at(-1)).toEqual([progress.length, progress.length]);
  expect(readRolePack(built)).toMatchObject({ role: 'debugger', base: 'tiny-random', promptHash: '' });
});

test('requests that wait are answered after it, as ever', async () => {
  const request = {
    id: 'r',
    role: null,
    prompt: { tokens: golden.tokens.slice(0, 20) },
    maxTokens: 5,
    stop: [],
  };
  const drawn = { seed: 1, temperature: 0.8, topP: 1, topK: 0, repetitionPenalty: 1 };
  const ask = async () => {
    const tokens: number[] = [];
    for await (const event of engine.submit([{ ...request, ...drawn }], new AbortController().signal))
      if (event.type === 'token') tokens.push(...event.tokens);
    return tokens;
  };
  const alone = await ask();
  const [, after] = await Promise.all([engine.buildPack({ ...files, role: 'coder' }), ask()]);
  expect(after).toEqual(alone);
});

test('what is no adapter is refused by name', async () => {
  const config = new TextEncoder().encode('{');
  await expect(engine.buildPack({ ...files, config, role: 'coder' })).rejects.toMatchObject({
    name: 'AdapterError',
    message: expect.stringContaining('adapter_config.json is not JSON'),
  });
  const weights = files.weights.slice(0, 100);
  await expect(engine.buildPack({ ...files, weights, role: 'coder' })).rejects.toMatchObject({
    name: 'SafetensorsError',
  });
});
