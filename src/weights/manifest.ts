import { sha256 } from 'hash-wasm';
import { WeightsError } from './errors.ts';
import { isObject, parseJson } from './json.ts';

/** The manifest's names: MLC's present one, and the one that older repositories have. */
export const MANIFEST_PATHS = ['tensor-cache.json', 'ndarray-cache.json'] as const;

export interface TensorRecord {
  name: string;
  shape: number[];
  dtype: 'uint32' | 'float16' | 'float32';
  /** `f32-to-bf16`: single precision is stored as its upper half. Other types are stored as they are. */
  format: 'raw' | 'f32-to-bf16';
  nbytes: number;
  byteOffset: number;
}

export interface ShardRecord {
  dataPath: string;
  nbytes: number;
  md5sum: string;
  tensors: TensorRecord[];
}

export interface Manifest {
  /** The file that it was read from. */
  path: string;
  shards: ShardRecord[];
  /** Names the base's bits: SHA-256 over the shards' MD5 sums, whatever else the manifest says. */
  baseHash: string;
}

const SIZES = { uint32: 4, float16: 2, float32: 4 };

/** Reads `tensor-cache.json`. Throws `WeightsError`. */
export async function parseManifest(path: string, bytes: Uint8Array): Promise<Manifest> {
  const { records } = parseJson(path, bytes);
  if (!Array.isArray(records)) throw new WeightsError(path, 'it lists no shards');
  const shards = records.map((record) => readShard(path, record));
  const sums = shards.map((shard) => shard.md5sum).join('\n');
  return { path, shards, baseHash: await sha256(sums) };
}

function readShard(path: string, record: unknown): ShardRecord {
  const { dataPath, nbytes, md5sum, records, format } = isObject(record) ? record : {};
  if (typeof dataPath !== 'string' || !/^[\w.-]+$/.test(dataPath)) {
    throw new WeightsError(path, `it names a shard ${JSON.stringify(dataPath)}, which is no plain file name`);
  }
  if (format !== 'raw-shard') throw new WeightsError(path, `${dataPath} has the unknown format ${format}`);
  if (!isCount(nbytes)) throw new WeightsError(path, `${dataPath} has no size`);
  if (typeof md5sum !== 'string' || !/^[0-9a-f]{32}$/.test(md5sum)) {
    throw new WeightsError(
      path,
      `${dataPath} has no md5sum, so that damage could not be seen; fetch another copy`,
    );
  }
  if (!Array.isArray(records)) throw new WeightsError(path, `${dataPath} lists no tensors`);
  return { dataPath, nbytes, md5sum, tensors: records.map((tensor) => readTensor(path, tensor, nbytes)) };
}

function readTensor(path: string, record: unknown, shardBytes: number): TensorRecord {
  const { name, shape, dtype, nbytes, byteOffset, format } = isObject(record) ? record : {};
  if (typeof name !== 'string') throw new WeightsError(path, 'a tensor has no name');
  if (typeof dtype !== 'string' || !Object.hasOwn(SIZES, dtype)) {
    throw new WeightsError(path, `${name} has the type ${dtype}, which no model here uses`);
  }
  if (format !== 'raw' && format !== 'f32-to-bf16')
    throw new WeightsError(path, `${name} has the format ${format}`);
  if (!Array.isArray(shape) || !shape.every(isCount) || !isCount(nbytes) || !isCount(byteOffset)) {
    throw new WeightsError(path, `${name} has a malformed shape or place`);
  }
  const stored = format === 'f32-to-bf16' && dtype === 'float32' ? 2 : SIZES[dtype as keyof typeof SIZES];
  const size = shape.reduce((product, length) => product * length, stored);
  if (size !== nbytes || byteOffset + nbytes > shardBytes) {
    throw new WeightsError(path, `${name} does not fit its place in the shard`);
  }
  return { name, shape, dtype: dtype as TensorRecord['dtype'], format, nbytes, byteOffset };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Bytes of all tensors, as they are stored. */
export function storedBytes({ shards }: Manifest): number {
  return shards.flatMap(({ tensors }) => tensors).reduce((sum, { nbytes }) => sum + nbytes, 0);
}

/** Weights of a model: eight in a word, and every unquantised one; scales are no weights of their own. */
export function parametersOf({ shards }: Manifest): number {
  let sum = 0;
  for (const { name, shape, dtype } of shards.flatMap(({ tensors }) => tensors)) {
    const count = shape.reduce((product, length) => product * length, 1);
    if (dtype === 'uint32') sum += count * 8;
    else if (!name.endsWith('.q_scale')) sum += count;
  }
  return sum;
}
