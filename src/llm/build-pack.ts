import { sha256 } from 'hash-wasm';
import { AdapterError } from '../roles/adapter.ts';
import { type AdapterFiles, readAdapterFiles } from '../roles/adapter-files.ts';
import { DEFAULT_BLOCK } from '../roles/build.ts';
import { type EditedWeight, writeRolePack } from '../roles/pack.ts';
import type { ModelConfig } from '../weights/config.ts';
import { linearLayers } from '../weights/layers.ts';
import type { Engine, EngineInfo, PackInfo, Role } from './engine.ts';
import type { Executor } from './executor.ts';

export interface PackRequest extends AdapterFiles {
  role: Role;
  /** Hash of the prompt that the adapter was trained on; empty when it was trained on none. */
  promptHash?: string;
  /** Of the dither; the same gives the same pack. */
  seed?: number;
}

export interface LoadedInfo extends EngineInfo {
  /** A pack is made for one base. */
  baseHash: string;
  /** What the model was trained on, in words, where it says so. */
  trainedOn: string | null;
  /** The packs that came with the model, in use or not. */
  own: PackInfo[];
}

/** An engine that can also make packs for the model that it holds, and change those that it has. */
export interface LoadedEngine extends Engine {
  readonly info: LoadedInfo;
  /** The file of a role pack made from an adapter, between requests. See `buildPack`. */
  buildPack(
    request: PackRequest,
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  /**
   * Gives a role another pack, between requests: a pack's file, the pack that came with the model, or none. A file is
   * checked against the weights in memory and tried before it takes the place of the role's pack. Throws
   * `RolePackError`, and then all is as before. Resolves with the new `info`.
   */
  setPack(role: Role, pack: Uint8Array | 'own' | null): Promise<LoadedInfo>;
}

/** The base that a pack is for. */
export interface PackBase {
  model: string;
  baseHash: string;
  /** Null for a model of another family than packs are made for. */
  config: ModelConfig | null;
}

/**
 * Builds a role pack's file from an adapter alone, on the bare base as it lies in the executor: the change is added to
 * the quantised weights with a dither. `onProgress` is told of layers. Throws `AdapterError` or `SafetensorsError`, and the reason of an abort.
 */
export async function buildPack(
  executor: Executor,
  { model, baseHash, config }: PackBase,
  { role, promptHash = '', seed = 0, ...files }: PackRequest,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!config)
    throw new AdapterError(`${model} is neither Qwen2 nor Qwen3, the families that role packs are made for`);
  if (config.quantisation.startsWith('q0'))
    throw new AdapterError(`${model} is ${config.quantisation}; a role pack edits four-bit integers`);
  const adapter = readAdapterFiles(files);
  const layers = linearLayers(config).filter(({ parts }) =>
    parts.some(({ name }) => adapter.updates.has(name)),
  );
  const known = new Set(layers.flatMap(({ parts }) => parts.map(({ name }) => name)));
  for (const name of adapter.updates.keys()) {
    if (!known.has(name))
      throw new AdapterError(`the adapter updates ${name}, which the model does not have`);
  }
  const weights = new Map<string, EditedWeight>();
  for (const [i, layer] of layers.entries()) {
    signal?.throwIfAborted();
    const edit = await executor.dither(layer, adapter, seed);
    if (edit) weights.set(layer.name, edit);
    onProgress(i + 1, layers.length);
  }
  if (weights.size === 0)
    throw new AdapterError('the adapter changes no integer; it was not trained, or is far too weak');
  const adapterHash = await sha256(files.weights);
  const { rank, alpha } = adapter;
  const block = DEFAULT_BLOCK;
  return writeRolePack({ role, base: model, baseHash, adapterHash, rank, alpha, promptHash, block, weights });
}
