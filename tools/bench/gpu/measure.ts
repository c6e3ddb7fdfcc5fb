import { type Device, openDevice } from '../../../src/llm/wgsl/device.ts';
import { GpuModel, type WgslExecutor } from '../../../src/llm/wgsl/executor.ts';
import type { Gpu } from '../../../src/llm/wgsl/gpu.ts';
import { choiceOf } from '../../../src/llm/wgsl/kernels/choice.ts';
import { fastestChoice } from '../../../src/llm/wgsl/measure.ts';
import { type RolePack, readRolePack } from '../../../src/roles/pack.ts';
import { fetchSource } from '../../../src/weights/fetch-source.ts';
import { storedBytes } from '../../../src/weights/manifest.ts';
import { openRepository, readPackFile, readTensors } from '../../../src/weights/repository.ts';
import { type AttentionTime, measureAttention } from './attention.ts';
import { copyBandwidth, moves, timed } from './copying.ts';
import { LAYER_7B, randomLayer, randomPack } from './layer-7b.ts';
import { type Loading, measureLoading } from './loading.ts';

const BATCHES = [1, 2, 4, 8, 16];

/** How long a model's prompts and answers are, and how often they are measured. */
interface Length {
  prompt: number;
  answer: number;
  tries: number;
}

/** A processor that plays a GPU takes a second for what a GPU does in a millisecond. */
const LENGTHS: Record<'software' | 'hardware', { model: Length; layer: Length }> = {
  software: { model: { prompt: 32, answer: 8, tries: 1 }, layer: { prompt: 4, answer: 1, tries: 1 } },
  hardware: { model: { prompt: 256, answer: 64, tries: 3 }, layer: { prompt: 256, answer: 16, tries: 3 } },
};

/** Tokens a second of a whole batch. */
export interface GpuSpeed {
  batch: number;
  prefill: number;
  decode: number;
  /** Bytes of weights that decoding reads a second. */
  bandwidth: number;
}

export interface GpuModelSpeeds {
  kernels: string;
  /** Launches that a token needs, and bytes of weights that it reads. */
  launches: number;
  bytes: number;
  speeds: GpuSpeed[];
}

/** Milliseconds of a change of roles, of a copy of what they edit, and of writing it anew: each the median. */
export interface RoleSwitch {
  switch: number;
  copy: number;
  write: number;
  editedBytes: number;
}

export interface MeasuredGpu {
  adapter: string;
  /** Bytes a second, read and written. */
  copyBandwidth: number;
  model: GpuModelSpeeds;
  layer: GpuModelSpeeds;
  roles: RoleSwitch | null;
  layerRoles: RoleSwitch;
  attention: AttentionTime[];
  baseBytes: number;
  packBytes: number;
  loading: Loading;
}

/** Measures the model at `modelUrl`, and a layer of seven billion weights' shapes, with named kernels or the fastest. */
export async function measureGpu(modelUrl: string, kernels: string | null): Promise<MeasuredGpu> {
  const { gpu } = navigator as unknown as { gpu?: Gpu };
  const device = await openDevice(gpu ?? null);
  if (!device) throw new Error('this Chromium offers no WebGPU adapter');
  const source = fetchSource(modelUrl, (url, init) => fetch(url, init));
  const repository = await openRepository(source);
  const model = await GpuModel.load(device, repository.config.model, readTensors(repository));
  const executor = await build(model, kernels);
  const lengths = LENGTHS[device.software ? 'software' : 'hardware'];
  const packs: RolePack[] = [];
  for (const record of repository.catalogue.packs)
    packs.push(readRolePack(await readPackFile(source, record)));
  const measured = {
    adapter: device.name,
    copyBandwidth: await copyBandwidth(device),
    model: await speedsOf(model, executor, lengths.model),
    roles: packs.length > 1 ? await measureRoles(device, executor, packs) : null,
    baseBytes: storedBytes(repository.manifest),
    packBytes: repository.catalogue.packs.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  executor.free();
  const loading = await measureLoading(device);
  const layer = await GpuModel.load(device, LAYER_7B, randomLayer());
  const one = await build(layer, kernels);
  const layerRoles = await measureRoles(device, one, [await randomPack(one, 1), await randomPack(one, 2)]);
  const attention = await measureAttention(device, choiceOf(one.kernels)!);
  return { ...measured, loading, layerRoles, attention, layer: await speedsOf(layer, one, lengths.layer) };
}

async function build(model: GpuModel, kernels: string | null): Promise<WgslExecutor> {
  const choice = kernels ? choiceOf(kernels) : (await fastestChoice(model)).choice;
  if (!choice) throw new Error(`there are no kernels ${kernels}`);
  return model.executor(choice);
}

async function speedsOf(model: GpuModel, executor: WgslExecutor, length: Length): Promise<GpuModelSpeeds> {
  const speeds: GpuSpeed[] = [];
  const token = (i: number) => (i * 7919 + 13) % executor.vocabularySize;
  const prompt = Array.from({ length: length.prompt }, (_, i) => token(i));
  for (const batch of BATCHES) {
    // What is compiled late is compiled now.
    for (const tokens of [prompt, [token(0)]]) await stepOnce(executor, batch, tokens);
    const speed = { batch, prefill: 0, decode: 0, bandwidth: 0 };
    for (let attempt = 0; attempt < length.tries; attempt++) {
      const sequences = Array.from({ length: batch }, () => executor.create());
      const start = performance.now();
      await executor.step(sequences.map((sequence) => ({ sequence, tokens: prompt })));
      const middle = performance.now();
      for (let i = 0; i < length.answer; i++)
        await executor.step(sequences.map((sequence, n) => ({ sequence, tokens: [token(i + n)] })));
      const end = performance.now();
      speed.prefill = Math.max(speed.prefill, (1000 * batch * length.prompt) / (middle - start));
      speed.decode = Math.max(speed.decode, (1000 * batch * length.answer) / (end - middle));
      for (const sequence of sequences) executor.drop(sequence);
    }
    speed.bandwidth = (speed.decode / batch) * readBytes(model);
    speeds.push(speed);
  }
  return {
    kernels: executor.kernels,
    launches: executor.launches(length.prompt),
    bytes: readBytes(model),
    speeds,
  };
}

async function stepOnce(executor: WgslExecutor, batch: number, tokens: readonly number[]): Promise<void> {
  const sequences = Array.from({ length: batch }, () => executor.create());
  await executor.step(sequences.map((sequence) => ({ sequence, tokens })));
  for (const sequence of sequences) executor.drop(sequence);
}

/** Bytes of the matrices that a token is multiplied by; of an embedding that is no head one row is read. */
function readBytes({ weights, model }: GpuModel): number {
  let bytes = 0;
  for (const [name, { words, scales }] of weights.matrices) {
    if (model.tied || name !== 'model.embed_tokens') bytes += words.size + scales.size;
  }
  return bytes;
}

/** How often two roles take turns; in between, their bytes are copied and written, under whatever else is done here. */
const TURNS = 12;

export async function measureRoles(
  device: Device,
  executor: WgslExecutor,
  packs: readonly RolePack[],
): Promise<RoleSwitch> {
  const [first, second] = packs;
  let editedBytes = 0;
  for (const { shape } of first.weights.values()) editedBytes += (shape[0] * shape[1]) / 2;
  for (const pack of packs) await executor.place(pack);
  await executor.edit(first, 1);
  const { copy, write, free } = moves(device, editedBytes);
  const times: Record<'switch' | 'copy' | 'write', number[]> = { switch: [], copy: [], write: [] };
  for (let turn = -2; turn < TURNS; turn++) {
    const took = {
      switch: await timed(() =>
        turn % 2 ? executor.exchange(second, first) : executor.exchange(first, second),
      ),
      copy: await timed(copy),
      write: await timed(write),
    };
    // The first turns make what is made once.
    if (turn >= 0) for (const what of ['switch', 'copy', 'write'] as const) times[what].push(took[what]);
  }
  await executor.edit(first, -1);
  free();
  const middle = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1];
  const [ms, copyMs, writeMs] = [times.switch, times.copy, times.write].map(middle);
  return { switch: ms, copy: copyMs, write: writeMs, editedBytes };
}

export type MeasureGpu = typeof measureGpu;
