import type { Executor } from '../../src/llm/executor.ts';
import { MlcModel } from '../../src/llm/mlc/model.ts';
import { type Device, openDevice } from '../../src/llm/wgsl/device.ts';
import { GpuModel } from '../../src/llm/wgsl/executor.ts';
import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import { nameOf } from '../../src/llm/wgsl/kernels/choice.ts';
import { fastestChoice } from '../../src/llm/wgsl/measure.ts';
import { fetchSource } from '../../src/weights/fetch-source.ts';
import { linearLayers, rowsOf } from '../../src/weights/layers.ts';
import { openRepository, type Repository, readTensors } from '../../src/weights/repository.ts';
import { webLlmHost } from '../../workers/llm/web-llm.ts';
import { best, copyBandwidth } from '../bench/gpu/copying.ts';
import { layersOf, packOf } from './switch-roles.ts';
import { webLlmAlone } from './web-llm-alone.ts';

const LIBRARY = 'library.wasm';
const PROMPT = 32;
const BATCHES = [1, 4, 8];
const { gpu = null } = navigator as { gpu?: Gpu };

/** Speeds of one way of computing. */
export interface Speeds {
  name: string;
  /** Milliseconds of a prompt of 32 tokens and its first logits. */
  first: number;
  /** Tokens a second by batch. */
  decode: { batch: number; tokensPerSecond: number }[];
}

/** web-llm's own loop, and loading the model anew from files at hand, in milliseconds. */
export interface WebLlmSpeeds {
  first: number;
  tokensPerSecond: number;
  reload: number;
}

/** Milliseconds of a role's change (off and on) in place, and of copying the bytes of the weights that it edits. */
export interface RoleChange {
  change: number;
  copy: number;
  editedBytes: number;
}

/**
 * What is told as it is measured; web-llm's speeds, with which the others are compared, come first, and once more last: by
 * how much they differ the machine itself was quicker or slower meanwhile.
 */
export type MeasuredPart =
  | { adapter: string; webLlm: WebLlmSpeeds }
  | { again: WebLlmSpeeds }
  | { speeds: Speeds }
  | { roles: RoleChange };

/** Measures a model of the lab: web-llm alone, our own kernels, and the library by our passes, one after the other. */
const measureLab = async (
  url: string,
  tokens: number,
  tell: (part: MeasuredPart) => Promise<void>,
): Promise<void> => {
  const repository = await openRepository(fetchSource(url, (asked, init) => fetch(asked, init)));
  const device = (await openDevice(gpu))!;
  const adapter = device.name;
  await tell({ adapter, webLlm: await alone(repository, tokens) });
  await tell({ speeds: await ownKernels(device, repository, tokens) });
  const contextLength = PROMPT + 16 * tokens;
  const model = await MlcModel.load(repository, { library: LIBRARY, gpu, host: webLlmHost, contextLength });
  await tell({ roles: await roleChange(model, repository) });
  for (const passes of model.passes) {
    const executor = await model.executor(passes);
    await tell({ speeds: await speedsOf(executor, executor.kernels, tokens) });
    executor.free();
  }
  model.dispose();
  await tell({ again: await alone(repository, tokens) });
};

async function ownKernels(device: Device, repository: Repository, tokens: number): Promise<Speeds> {
  const model = await GpuModel.load(device, repository.config.model, readTensors(repository));
  const { choice } = await fastestChoice(model);
  const executor = await model.executor(choice);
  const speeds = await speedsOf(executor, nameOf(choice), tokens);
  executor.dispose();
  return speeds;
}

async function speedsOf(executor: Executor, name: string, tokens: number): Promise<Speeds> {
  const token = (i: number) => (i * 7919 + 13) % executor.vocabularySize;
  const prompt = Array.from({ length: PROMPT }, (_, i) => token(i));
  const begin = async () => {
    const sequence = executor.create();
    await executor.step([{ sequence, tokens: prompt }]);
    return sequence;
  };
  // The first time compiles what is compiled late.
  executor.drop(await begin());
  const trunk = executor.create();
  const started = performance.now();
  await executor.step([{ sequence: trunk, tokens: prompt }]);
  const first = performance.now() - started;
  const decode: Speeds['decode'] = [];
  for (const batch of BATCHES) {
    // One alone shares its prompt with nobody, as in web-llm.
    const sequences =
      batch === 1 ? [await begin()] : Array.from({ length: batch }, () => executor.fork(trunk, PROMPT));
    const step = (i: number) =>
      executor.step(sequences.map((sequence, n) => ({ sequence, tokens: [token(i + n)] })));
    await step(0);
    const start = performance.now();
    for (let i = 1; i <= tokens; i++) await step(i);
    decode.push({ batch, tokensPerSecond: (batch * tokens * 1000) / (performance.now() - start) });
    for (const sequence of sequences) executor.drop(sequence);
  }
  executor.drop(trunk);
  return { name, first, decode };
}

async function roleChange(model: MlcModel, repository: Repository): Promise<RoleChange> {
  const executor = await model.executor(model.passes[0]);
  const layers = layersOf(repository);
  const packs = [await packOf(executor, layers, 1), await packOf(executor, layers, 2)];
  const edited = linearLayers(repository.config.model).filter(({ name }) => packs[0].weights.has(name));
  const editedBytes = edited.reduce((sum, layer) => sum + (rowsOf(layer) * layer.columns) / 2, 0);
  for (const pack of packs) {
    await executor.edit(pack, 1);
    await executor.edit(pack, -1);
  }
  await executor.edit(packs[0], 1);
  const both = await best(8, async () => {
    await executor.exchange(packs[0], packs[1]);
    await executor.exchange(packs[1], packs[0]);
  });
  await executor.edit(packs[0], -1);
  // Read and written.
  const copy = (2000 * editedBytes) / (await copyBandwidth(model.device));
  executor.free();
  return { change: both / 2, copy, editedBytes };
}

async function alone(repository: Repository, tokens: number): Promise<WebLlmSpeeds> {
  const engine = await webLlmAlone(repository, LIBRARY);
  await engine.write('Read n.', 2);
  const { first, tokensPerSecond } = await engine.timed('Read n and print the sum of it all.', tokens + 1);
  const start = performance.now();
  await engine.load();
  const reload = performance.now() - start;
  await engine.close();
  return { first, tokensPerSecond, reload };
}

export type MeasureLab = typeof measureLab;
Object.assign(globalThis, { measureLab });
