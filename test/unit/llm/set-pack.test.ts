import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadedEngine } from '../../../src/llm/build-pack.ts';
import { type RolePack, readRolePack, writeRolePack } from '../../../src/roles/pack.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { fixture } from '../pack/fixture.ts';

const adapter = (name: string) => new Uint8Array(readFileSync(join(fixture('adapter'), name)));
const files = { config: adapter('adapter_config.json'), weights: adapter('adapter_model.safetensors') };
let engine: LoadedEngine;
/** A pack for the planner, which the model comes without. */
let built: Uint8Array;

beforeAll(async () => {
  engine = await loadNodeEngine(fixture('packed'));
  built = await engine.buildPack({ ...files, role: 'planner', promptHash: 'some prompt' });
});
afterAll(() => engine.dispose());

const roles = () => engine.info.packs.map(({ role }) => role);

test('a pack that is set is told of, goes on and comes off, and the base’s bits are back', async () => {
  const before = await engine.verifyRole(null);
  const info = await engine.setPack('planner', built);
  expect(info).toEqual(engine.info);
  const [planner] = info.packs;
  expect(planner).toMatchObject({ role: 'planner', promptHash: 'some prompt', bytes: built.length });
  expect(planner.share).toBeGreaterThan(0);
  expect(planner.share).toBeLessThan(1);
  const bare = await engine.verifyRole(null);
  const on = await engine.verifyRole('planner');
  expect(on).toMatchObject({ ok: true, switched: { bytes: built.length } });
  expect(await engine.verifyRole('planner')).toMatchObject({ ok: true, switched: null });
  await engine.setPack('planner', null);
  expect(roles()).toEqual(['coder']);
  await expect(engine.verifyRole('planner')).rejects.toThrow('no pack is installed for the planner');
  const after = await engine.verifyRole(null);
  expect(after.ok).toBe(true);
  expect(after.weights).toEqual(bare.weights);
  for (const weight of before.weights) expect(after.weights).toContainEqual(weight);
});

test('the pack that came with the model can be taken off, replaced and had back', async () => {
  const [own] = engine.info.packs;
  const bits = (await engine.verifyRole('coder')).weights;
  const other = await engine.buildPack({ ...files, role: 'coder', seed: 9 });
  await engine.setPack('coder', null);
  expect(roles()).toEqual([]);
  expect((await engine.setPack('coder', other)).packs[0].hash).not.toBe(own.hash);
  expect((await engine.verifyRole('coder')).weights).not.toEqual(bits);
  expect((await engine.setPack('coder', 'own')).packs).toEqual([own]);
  const again = await engine.verifyRole('coder');
  for (const weight of bits) expect(again.weights).toContainEqual(weight);
});

test('a pack that is not the role’s, not the base’s, cut off or too strong is refused, and nothing changes', async () => {
  const pack = readRolePack(built);
  const [name, weight] = [...pack.weights][0];
  const altered = (changes: Partial<RolePack>) => writeRolePack({ ...pack, ...changes });
  const withWeight = (key: string, changes: object) =>
    altered({ weights: new Map([...pack.weights, [key, { ...weight, ...changes }]]) });
  // Sixteen steps up from the first integer.
  const offsets = new Uint32Array(weight.offsets.length).fill(16).fill(0, 0, 1);
  const refused: [Uint8Array, RegExp][] = [
    [altered({ role: 'debugger' }), /a pack for the debugger, not the planner/],
    [altered({ base: 'another', baseHash: '0'.repeat(64) }), /made for another with other weights/],
    [withWeight(name, { baseHash: '0'.repeat(32) }), /made for another model\./],
    [withWeight('model.layers.99.mlp.down_proj', {}), /no quantised weight model\.layers\.99/],
    [withWeight(name, { steps: new Uint8Array(16), offsets }), /out of 0…15/],
    [built.slice(0, -9), /cannot be read: the tensors need/],
    [new TextEncoder().encode('<!doctype html>'), /cannot be read/],
  ];
  const before = engine.info;
  for (const [file, message] of refused) {
    await expect(engine.setPack('planner', file)).rejects.toThrow(message);
    expect(engine.info).toEqual(before);
  }
  expect(await engine.verifyRole(null)).toMatchObject({ ok: true });
  expect(await engine.verifyRole('coder')).toMatchObject({ ok: true });
});

test('building a pack stops when it is told to', async () => {
  const stopped = AbortSignal.abort(new Error('enough'));
  await expect(engine.buildPack({ ...files, role: 'coder' }, () => {}, stopped)).rejects.toThrow('enough');
});
