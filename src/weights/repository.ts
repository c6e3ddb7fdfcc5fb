import { md5, sha256 } from 'hash-wasm';
import { CATALOGUE_PATH, type Catalogue, type PackRecord, parseCatalogue } from './catalogue.ts';
import { type ChatConfig, CONFIG_PATH, parseChatConfig } from './config.ts';
import { WeightsError } from './errors.ts';
import { halvesToFloats } from './f16.ts';
import {
  MANIFEST_PATHS,
  type Manifest,
  parseManifest,
  type ShardRecord,
  type TensorRecord,
} from './manifest.ts';
import type { Quantised } from './q4f16.ts';
import type { Source } from './source.ts';

/** A model repository in MLC's format with its small files read; weights are read by `loadTensors`. */
export interface Repository {
  source: Source;
  config: ChatConfig;
  manifest: Manifest;
  catalogue: Catalogue;
}

export async function openRepository(source: Source, signal?: AbortSignal): Promise<Repository> {
  const config = parseChatConfig(await readFile(source, CONFIG_PATH, signal));
  const manifest = await readManifest(source, signal);
  const listed = await source.read(CATALOGUE_PATH, signal);
  const catalogue = listed
    ? parseCatalogue(listed)
    : { model: source.name, packs: [], card: null, trainedOn: null };
  return { source, config, manifest, catalogue };
}

/** A file that must be there. Throws `WeightsError` when it is not. */
export async function readFile(
  source: Source,
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await source.read(path, signal);
  if (!bytes)
    throw new WeightsError(path, `it is missing from ${source.name}; the model's folder is incomplete`);
  return bytes;
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

/** The bits of a repository's tensors by name. */
export class Tensors {
  constructor(private readonly tensors: Map<string, { record: TensorRecord; bytes: Uint8Array }>) {}

  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.tensors.values()) sum += bytes.length;
    return sum;
  }

  /** Weights of the model: eight in a word, and every unquantised one; scales are no weights of their own. */
  get parameters(): number {
    let sum = 0;
    for (const [name, { record }] of this.tensors) {
      const count = record.shape.reduce((product, length) => product * length, 1);
      if (record.dtype === 'uint32') sum += count * 8;
      else if (!name.endsWith('.q_scale')) sum += count;
    }
    return sum;
  }

  /** A raw half-precision tensor as f32. */
  floats(name: string, shape: number[]): Float32Array<ArrayBuffer> {
    return halvesToFloats(this.take(name, 'float16', shape));
  }

  /** `name.q_weight` and `name.q_scale` of a layer of `rows` × `columns`. */
  quantised(name: string, rows: number, columns: number): Quantised {
    const words = this.take(`${name}.q_weight`, 'uint32', [rows, columns / 8]);
    const scales = this.take(`${name}.q_scale`, 'float16', [rows, columns / 32]);
    return {
      rows,
      columns,
      words: new Uint32Array(words.slice().buffer),
      scales: new Uint16Array(scales.slice().buffer),
    };
  }

  private take(name: string, dtype: string, shape: number[]): Uint8Array {
    const tensor = this.tensors.get(name);
    if (!tensor)
      throw new WeightsError(name, 'the repository has no such tensor, though its configuration needs it');
    if (tensor.record.dtype !== dtype || `${tensor.record.shape}` !== `${shape}`) {
      const { record } = tensor;
      throw new WeightsError(
        name,
        `it is ${record.dtype}[${record.shape}] where the configuration needs ${dtype}[${shape}]`,
      );
    }
    return tensor.bytes;
  }
}

/** Reads every shard, checks it against its size and MD5, and gives the tensors. `onBytes` is told of progress. */
export async function loadTensors(
  { source, manifest }: Pick<Repository, 'source' | 'manifest'>,
  onBytes: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Tensors> {
  const total = manifest.shards.reduce((sum, shard) => sum + shard.nbytes, 0);
  const tensors = new Map<string, { record: TensorRecord; bytes: Uint8Array }>();
  let done = 0;
  for (const shard of manifest.shards) {
    const bytes = await readShard(source, shard, signal);
    for (const record of shard.tensors) {
      tensors.set(record.name, {
        record,
        bytes: bytes.subarray(record.byteOffset, record.byteOffset + record.nbytes),
      });
    }
    done += bytes.length;
    onBytes(done, total);
  }
  return new Tensors(tensors);
}

async function readShard(source: Source, shard: ShardRecord, signal?: AbortSignal): Promise<Uint8Array> {
  const { dataPath, nbytes, md5sum } = shard;
  const bytes = await readFile(source, dataPath, signal);
  if (bytes.length !== nbytes) {
    const html = bytes[0] === 0x3c ? ' (a web page, it seems)' : '';
    throw new WeightsError(
      dataPath,
      `it has ${bytes.length} bytes${html} where ${nbytes} are needed; fetch it again`,
    );
  }
  if ((await md5(bytes)) !== md5sum) {
    throw new WeightsError(
      dataPath,
      'its MD5 differs from the manifest; it was damaged on the way or on disk, fetch it again',
    );
  }
  return bytes;
}

async function readManifest(source: Source, signal?: AbortSignal): Promise<Manifest> {
  for (const path of MANIFEST_PATHS) {
    const bytes = await source.read(path, signal);
    if (bytes) return parseManifest(path, bytes);
  }
  throw new WeightsError(
    MANIFEST_PATHS[0],
    `it is missing from ${source.name}; the model's folder is incomplete`,
  );
}
