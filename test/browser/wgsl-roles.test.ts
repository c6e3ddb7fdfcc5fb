import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from '../../src/llm/wgsl/device.ts';
import { GpuModel } from '../../src/llm/wgsl/executor.ts';
import type { Gpu, GpuDevice } from '../../src/llm/wgsl/gpu.ts';
import { Roles } from '../../src/llm/wgsl/roles.ts';
import { type RolePack, readRolePack } from '../../src/roles/pack.ts';
import { applySteps, encodeEdited } from '../../src/roles/steps.ts';
import { storedPack } from '../../src/roles/stored-pack.ts';
import { fetchSource } from '../../src/weights/fetch-source.ts';
import { loadTensors, openRepository, readPackFile, readTensors } from '../../src/weights/repository.ts';

const gpu = (navigator as unknown as { gpu: Gpu }).gpu;
const packed = fetchSource(new URL('/test/fixtures/llm/packed', location.href).href, (url, init) =>
  fetch(url, init),
);

let device: Device;
beforeAll(async () => {
  device = (await openDevice(gpu))!;
});
afterAll(() => device.gpu.destroy());

/** The model's weights alone: its kernels take a software adapter long to compile. */
async function open(on: Device): Promise<Roles> {
  const repository = await openRepository(packed);
  const model = await GpuModel.load(on, repository.config.model, readTensors(repository));
  return Roles.create(on, model.weights, true);
}

async function coder(): Promise<RolePack> {
  const { catalogue } = await openRepository(packed);
  return readRolePack(await readPackFile(packed, catalogue.packs[0]));
}

/** Packs that edit the same weights, some of them, and in blocks of another size. */
async function packs(): Promise<RolePack[]> {
  const whole = await coder();
  const part = { ...whole, role: 'planner', weights: new Map([...whole.weights].slice(1, 4)) };
  const tensors = await loadTensors(await openRepository(packed));
  const weights: RolePack['weights'] = new Map();
  for (const [name, edit] of [...whole.weights].slice(2)) {
    const { words } = tensors.quantised(name, ...edit.shape);
    const edited = words.slice();
    applySteps(edited, edit, whole.block, 1);
    weights.set(name, { ...edit, ...encodeEdited(words, edited, 64) });
  }
  return [whole, part, { ...whole, role: 'debugger', block: 64, weights }];
}

/** Whether every weight is the base's under this pack, or the base's. */
async function expectOn(roles: Roles, pack: RolePack | null): Promise<void> {
  for (const [name, { baseHash, editedHash }] of (await coder()).weights)
    expect(await roles.hash(name)).toBe(pack?.weights.has(name) ? editedHash : baseHash);
}

test('one takes the place of another in one go, whatever they edit', async () => {
  const roles = await open(device);
  const [whole, part, otherBlocks] = await packs();
  for (const pack of [whole, part, otherBlocks]) await roles.place(pack);
  await roles.edit(whole, 1);
  const turns = [part, whole, otherBlocks, part, otherBlocks, whole];
  for (const [i, on] of turns.entries()) {
    await roles.exchange(turns[i - 1] ?? whole, on);
    await expectOn(roles, on);
  }
  await roles.edit(whole, -1);
  await expectOn(roles, null);
});

test('one that does not fit leaves that on which was to go', async () => {
  const roles = await open(device);
  const [whole, part] = await packs();
  const [[name, edit]] = part.weights;
  const steps = Uint8Array.from(Array(16).fill(0));
  const offsets = new Uint32Array(edit.offsets.length).fill(16).fill(0, 0, 1);
  const broken = { ...part, weights: new Map([[name, { ...edit, steps, offsets }]]) };
  await roles.place(broken);
  await roles.edit(whole, 1);
  await expect(roles.exchange(whole, broken)).rejects.toThrow(/planner pack would move integer 0 of/);
  await expectOn(roles, whole);
  await roles.exchange(whole, part);
  await expectOn(roles, part);
});

test('one that was placed is not asked for its steps again', async () => {
  const roles = await open(device);
  const asked: string[] = [];
  const stored = (await packs()).map((pack) => {
    return storedPack(pack, async () => {
      asked.push(pack.role);
      return pack;
    });
  });
  for (const pack of stored) await roles.place(pack);
  await roles.edit(stored[0], 1);
  for (const i of [1, 2, 0]) await roles.exchange(stored[(i + 2) % 3], stored[i]);
  await roles.edit(stored[0], -1);
  await expectOn(roles, null);
  expect(asked).toEqual([]);
  expect('steps' in [...stored[0].weights.values()][0]).toBe(false);
});

test('where only one finds room, each takes the place of the other', async () => {
  const crowded = (await openDevice(gpu))!;
  const roles = await open(crowded);
  const [whole, , otherBlocks] = await packs();
  const bytes = [...whole.weights.values()].map(({ steps, offsets }) => steps.length + offsets.byteLength);
  fullAfter(
    crowded.gpu,
    bytes.reduce((a, b) => a + b),
  );
  const read: string[] = [];
  const stored = [whole, otherBlocks].map((pack) =>
    storedPack(pack, async () => {
      read.push(pack.role);
      return pack;
    }),
  );
  for (const pack of stored) await roles.place(pack);
  await roles.edit(stored[0], 1);
  await expectOn(roles, whole);
  await roles.exchange(stored[0], stored[1]);
  await expectOn(roles, otherBlocks);
  await roles.exchange(stored[1], stored[0]);
  await expectOn(roles, whole);
  expect(new Set(read)).toEqual(new Set(['coder', 'debugger']));
  crowded.gpu.destroy();
});

/** The software adapter is never full, so this one says that it is, once it holds a pack and a half more. */
function fullAfter(full: GpuDevice, pack: number): void {
  const [create, pop] = [full.createBuffer.bind(full), full.popErrorScope.bind(full)];
  let held = 0;
  full.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    held += descriptor.size;
    buffer.destroy = () => {
      held -= descriptor.size;
      destroy();
    };
    return buffer;
  };
  full.popErrorScope = async () => (await pop()) ?? (held > 1.5 * pack ? { message: 'it is full' } : null);
}

test('a GPU that is lost while roles are switched says so, and so does all that follows', async () => {
  const losing = (await openDevice(gpu))!;
  const roles = await open(losing);
  const [whole, part] = await packs();
  for (const pack of [whole, part]) await roles.place(pack);
  await roles.edit(whole, 1);
  const switching = roles.exchange(whole, part);
  losing.gpu.destroy();
  const lost = { name: 'DeviceLostError', message: expect.stringContaining('load the model again') };
  await expect(switching).rejects.toMatchObject(lost);
  await expect(roles.exchange(part, whole)).rejects.toMatchObject(lost);
  await expect(roles.hash([...whole.weights.keys()][0])).rejects.toMatchObject(lost);
});
