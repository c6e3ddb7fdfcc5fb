import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brainFloatsToFloats, halvesToFloats } from '../../src/weights/f16.ts';
import { type Entry, headerLength, parseHeader, type Tensor } from '../../src/weights/safetensors.ts';
import { PackError } from './errors.ts';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

/** A Hugging Face checkpoint, single or in shards; tensors are read one at a time, so 7B fits in little memory. */
export class Checkpoint {
  private constructor(
    private readonly folder: string,
    private readonly places: Map<string, { file: FileHandle; start: number; entry: Entry }>,
    private readonly files: FileHandle[],
  ) {}

  static async open(folder: string): Promise<Checkpoint> {
    const checkpoint = new Checkpoint(folder, new Map(), []);
    for (const name of await shardNames(folder)) await checkpoint.add(name);
    return checkpoint;
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  /** Bytes of all tensors. */
  get bytes(): number {
    return [...this.places.values()].reduce((sum, { entry }) => sum + entry.end - entry.begin, 0);
  }

  /** Numbers in all tensors. */
  get count(): number {
    const counts = [...this.places.values()].map(({ entry }) => entry.shape.reduce((a, b) => a * b, 1));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** A tensor as f32; its shape must be the one given. */
  floats(name: string, shape: readonly number[]): Promise<Float32Array> {
    return this.rows(name, shape, 0, shape[0]);
  }

  /** `count` rows (of the first dimension) of a tensor from row `from` on, as f32. */
  async rows(name: string, shape: readonly number[], from: number, count: number): Promise<Float32Array> {
    const place = this.places.get(name);
    if (!place) throw new PackError(`${this.folder} has no tensor ${name}`);
    const { file, start, entry } = place;
    if (`${entry.shape}` !== `${shape}`) {
      throw new PackError(`${name} is [${entry.shape}] where config.json needs [${shape}]`);
    }
    const rowBytes = (entry.end - entry.begin) / shape[0];
    const bytes = new Uint8Array(count * rowBytes);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start + entry.begin + from * rowBytes);
    if (bytesRead < bytes.length) throw new PackError(`${name} ends early; its file was cut off`);
    return toFloats({ dtype: entry.dtype, shape: [count, ...shape.slice(1)], bytes }, name);
  }

  async close(): Promise<void> {
    await Promise.all(this.files.map((file) => file.close()));
  }

  private async add(name: string): Promise<void> {
    const file = await open(join(this.folder, name));
    this.files.push(file);
    const { size } = await file.stat();
    const start = new Uint8Array(8);
    await file.read(start, 0, 8, 0);
    const json = new Uint8Array(Math.min(headerLength(start), size));
    await file.read(json, 0, json.length, 8);
    const header = parseHeader(json, size - 8 - json.length);
    for (const entry of header.entries) this.places.set(entry.name, { file, start: header.length, entry });
  }
}

/** A tensor's values in single precision. Throws `PackError` for types that weights do not come in. */
export function toFloats({ dtype, bytes }: Tensor, name: string): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.slice().buffer);
  if (dtype === 'F16') return halvesToFloats(bytes);
  if (dtype === 'BF16') return brainFloatsToFloats(bytes);
  throw new PackError(`${name} has the type ${dtype}; weights must be F32, F16 or BF16`);
}

async function shardNames(folder: string): Promise<string[]> {
  const index = await readFile(join(folder, INDEX), 'utf8').catch(() => null);
  if (index === null) return [SINGLE];
  const { weight_map: map } = JSON.parse(index) as { weight_map: Record<string, string> };
  return [...new Set(Object.values(map))];
}
