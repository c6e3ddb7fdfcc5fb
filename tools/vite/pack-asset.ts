import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { sha256 } from '../sha256.ts';
import { KEPT, place } from './kept.ts';

/** Hosts take files of at most 24 MiB; small parts make less to fetch again when a download breaks off. */
const PART_BYTES = 8 * 2 ** 20;

export interface PackedAsset {
  name: string;
  /** Of the file before it was compressed. */
  bytes: number;
  parts: PackedPart[];
}

export interface PackedPart {
  /** Names the content: `ruby.wasm.1a2b3c4d5e6f7081.0.bin`. No ending that a host would take for an encoding. */
  name: string;
  /** Where it lies on this machine. */
  file: string;
  content: Buffer;
  sha256: string;
}

const packed = new Map<string, Promise<PackedAsset>>();

/** Compresses a file and cuts it into parts; done once for each content. */
export function packAsset(file: string): Promise<PackedAsset> {
  const asset = packed.get(file) ?? pack(file);
  packed.set(file, asset);
  return asset;
}

async function pack(file: string): Promise<PackedAsset> {
  const content = await readFile(file);
  const version = sha256(content).slice(0, 16);
  // A name that needs no escaping in an address.
  const name = basename(file).replace(/[^\w.-]/g, '-');
  await mkdir(KEPT, { recursive: true });
  const whole = join(KEPT, `${name}.${version}.gz`);
  const compressed = await readFile(whole).catch(async () => {
    const made = await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION });
    await place(whole, made);
    return made;
  });
  const count = Math.max(1, Math.ceil(compressed.length / PART_BYTES));
  const parts = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const part = compressed.subarray(i * PART_BYTES, (i + 1) * PART_BYTES);
      const partName = `${name}.${version}.${i}.bin`;
      const at = join(KEPT, partName);
      const there = await stat(at).catch(() => null);
      if (there?.size !== part.length) await place(at, part);
      return { name: partName, file: at, content: part, sha256: sha256(part) };
    }),
  );
  return { name: basename(file), bytes: content.length, parts };
}
