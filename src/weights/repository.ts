import { md5, sha256 } from 'hash-wasm';
import { CATALOGUE_PATH, type Catalogue, type PackRecord, parseCatalogue } from './catalogue.ts';
import {
  type ChatConfig,
  CONFIG_PATH,
  type ModelConfig,
  parseAnyChatConfig,
  parseChatConfig,
} from './config.ts';
import { WeightsError } from './errors.ts';
import { brainFloatsToFloats, halvesToFloats } from './f16.ts';
import { tensorsOf } from './layers.ts';
import {
  MANIFEST_PATHS,
  type Manifest,
  parametersOf,
  parseManifest,
  type ShardRecord,
  storedBytes,
  type TensorRecord,
} from './manifest.ts';
import type { Quantised } from './q4f16.ts';
import type { Source } from './source.ts';

/** A model repository in MLC's format with its small files read; weights are read by `loadTensors`. */
export interface Repository<Model extends ModelConfig | null = ModelConfig> {
  source: Source;
  config: ChatConfig<Model>;
  manifest: Manifest;
  catalogue: Catalogue;
}

/** Of any family; `config.model` tells whether our own kernels know it. */
export type AnyRepository = Repository<ModelConfig | null>;

/** A repository of a Qwen2 or Qwen3. Rejects with `WeightsError`. */
export async function openRepository(source: Source, signal?: AbortSignal): Promise<Repository> {
  return opened(source, parseChatConfig(await readFile(source, CONFIG_PATH, signal)), signal);
}

/** Rejects with `WeightsError`. */
export async function openAnyRepository(source: Source, signal?: AbortSignal): Promise<AnyRepository> {
  return opened(source, parseAnyChatConfig(await readFile(source, CONFIG_PATH, signal)), signal);
}

async function opened<Model extends ModelConfig | null>(
  source: Source,
  config: ChatConfig<Model>,
  signal?: AbortSignal,
): Promise<Repository<Model>> {
  const manifest = await readManifest(source, signal);
  // Of other families the library lists what it needs, and is held against the manifest when it is loaded.
  if (config.model) checkTensors(manifest, config.model);
  const listed = await source.read(CATALOGUE_PATH, signal);
  const catalogue = listed
    ? parseCatalogue(listed)
    : { model: source.name, packs: [], card: null, trainedOn: null, parts: new Map<string, number>() };
  return { source, config, manifest, catalogue };
}

/** That every tensor of the model is listed with its type and shape, before memory is taken for any. Throws `WeightsError`. */
function checkTensors({ shards }: Manifest, model: ModelConfig): void {
  const listed = new Map(shards.flatMap(({ tensors }) => tensors.map((tensor) => [tensor.name, tensor])));
  for (const { name, dtype, shape } of tensorsOf(model)) {
    const record = listed.get(name);
    if (!record) throw missingTensor(name);
    expectTensor(record, dtype, shape);
  }
}

/** A file that must be there. Throws `WeightsError` when it is not. */
export async function readFile(
  source: Source,
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await source.read(path, signal);
  if (!bytes) throw missingFile(path, source);
  return bytes;
}

function missingFile(path: string, { name }: Source): WeightsError {
  return new WeightsError(path, `it is missing from ${name}; the model's folder is incomplete`);
}

/** A role pack's file, checked against its SHA-256. */
export async function readPackFile(
  source: Source,
  record: PackRecord,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bytes = await readFile(source, record.file, signal);
  if ((await sha256(bytes)) !== record.sha256) {
    throw new WeightsError(
      record.file,
      `the ${record.role} pack differs from its listing; it was damaged, fetch it again`,
    );
  }
  return bytes;
}

/** A tensor as a repository stores it. */
export interface StoredTensor {
  record: TensorRecord;
  /** A view of its shard. */
  bytes: Uint8Array<ArrayBuffer>;
}

/** The values of a tensor of halves or singles, however they are stored. `bytes` may be a part of it. */
export function floatsOf({ record, bytes }: StoredTensor): Float32Array<ArrayBuffer> {
  if (record.dtype === 'float16') return halvesToFloats(bytes);
  if (record.format === 'f32-to-bf16') return brainFloatsToFloats(bytes);
  return new Float32Array(bytes.slice().buffer);
}

/** Refuses a tensor whose type or shape is not what a model needs. Throws `WeightsError`. */
export function expectTensor(record: TensorRecord, dtype: string, shape: readonly number[]): void {
  if (record.dtype === dtype && `${record.shape}` === `${shape}`) return;
  throw new WeightsError(
    record.name,
    `it is ${record.dtype}[${record.shape}] where the configuration needs ${dtype}[${shape}]`,
  );
}

/** A tensor that a model needs is not in its repository. */
export function missingTensor(name: string): WeightsError {
  return new WeightsError(name, 'the repository has no such tensor, though its configuration needs it');
}

/** The bits of a repository's tensors by name. */
export class Tensors {
  constructor(
    private readonly tensors: Map<string, StoredTensor>,
    private readonly manifest: Manifest,
  ) {}

  [Symbol.iterator](): IterableIterator<StoredTensor> {
    return this.tensors.values();
  }

  get bytes(): number {
    return storedBytes(this.manifest);
  }

  get parameters(): number {
    return parametersOf(this.manifest);
  }

  /** A tensor of halves, or of singles where `single`, as f32. */
  floats(name: string, shape: number[], single = false): Float32Array<ArrayBuffer> {
    return floatsOf(this.take(name, single ? 'float32' : 'float16', shape));
  }

  /** `name.q_weight` and `name.q_scale` of a layer of `rows` × `columns`; scales are halves, or f32 where `single`. */
  quantised(name: string, rows: number, columns: number, single: true): Quantised & { scales: Float32Array };
  quantised(name: string, rows: number, columns: number): Quantised & { scales: Uint16Array };
  quantised(name: string, rows: number, columns: number, single = false): Quantised {
    const { bytes } = this.take(`${name}.q_weight`, 'uint32', [rows, columns / 8]);
    const scales = this.take(`${name}.q_scale`, single ? 'float32' : 'float16', [rows, columns / 32]);
    return {
      rows,
      columns,
      words: new Uint32Array(bytes.slice().buffer),
      scales: single ? floatsOf(scales) : new Uint16Array(scales.bytes.slice().buffer),
    };
  }

  private take(name: string, dtype: string, shape: number[]): StoredTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw missingTensor(name);
    expectTensor(tensor.record, dtype, shape);
    return tensor;
  }
}

/**
 * Reads a repository's tensors shard by shard, each checked against its size and MD5. What was given may be dropped
 * before the next is asked for: one shard is held at a time. `onBytes` is told of progress.
 */
export async function* readTensors(
  { source, manifest }: Pick<Repository, 'source' | 'manifest'>,
  onBytes: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): AsyncGenerator<StoredTensor, void> {
  const total = manifest.shards.reduce((sum, shard) => sum + shard.nbytes, 0);
  let done = 0;
  for (const shard of manifest.shards) {
    yield* shardTensors(source, shard, signal);
    done += shard.nbytes;
    onBytes(done, total);
  }
}

/** A generator of its own, so that a shard is let go before the next one is read. */
async function* shardTensors(source: Source, shard: ShardRecord, signal?: AbortSignal) {
  const bytes = await readShard(source, shard, signal);
  for (const record of shard.tensors)
    yield { record, bytes: bytes.subarray(record.byteOffset, record.byteOffset + record.nbytes) };
}

/** Reads every tensor into memory. */
export async function loadTensors(
  repository: Pick<Repository, 'source' | 'manifest'>,
  onBytes?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Tensors> {
  const tensors = new Map<string, StoredTensor>();
  for await (const tensor of readTensors(repository, onBytes, signal))
    tensors.set(tensor.record.name, tensor);
  return new Tensors(tensors, repository.manifest);
}

/** A shard that is whole. One that came damaged is fetched once more, past any cache, before it is given up. */
export async function readShard(
  source: Source,
  shard: ShardRecord,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  let fault: string | null = null;
  for (const fresh of [false, true]) {
    const bytes = await source.read(shard.dataPath, signal, fresh);
    if (!bytes) throw missingFile(shard.dataPath, source);
    fault = await faultOf(bytes, shard);
    if (fault === null) return bytes;
  }
  throw new WeightsError(shard.dataPath, fault!);
}

async function faultOf(bytes: Uint8Array, { nbytes, md5sum }: ShardRecord): Promise<string | null> {
  if (bytes.length !== nbytes) {
    const html = bytes[0] === 0x3c ? ' (a web page, it seems)' : '';
    return `it has ${bytes.length} bytes${html} where ${nbytes} are needed; fetch it again`;
  }
  if ((await md5(bytes)) === md5sum) return null;
  return 'its MD5 differs from the manifest; it was damaged on the way or on disk, fetch it again';
}

async function readManifest(source: Source, signal?: AbortSignal): Promise<Manifest> {
  for (const path of MANIFEST_PATHS) {
    const bytes = await source.read(path, signal);
    if (bytes) return parseManifest(path, bytes);
  }
  throw missingFile(MANIFEST_PATHS[0], source);
}
