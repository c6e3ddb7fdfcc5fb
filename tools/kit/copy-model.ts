import { createReadStream } from 'node:fs';
import { mkdir, open, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { checked } from '../../src/models/checked.ts';
import { readListing } from '../../src/models/listing.ts';
import { type RecordedFile, totalOf } from '../../src/models/record.ts';
import { fileChunks, LIBRARY_FOLDER, type Supply } from '../../src/models/supply.ts';
import { CATALOGUE_PATH, partPath } from '../../src/weights/catalogue.ts';

/** What keeps a kit from being made; the message says what to do. */
export class KitError extends Error {
  override readonly name = 'KitError';
}

export interface CopyOptions {
  /** The model's folder. */
  model: string;
  library: string | null;
  /** Where a folder of its name is made. */
  out: string;
  /** Bytes that a file may have; larger shards and packs are cut into parts. */
  largest: number;
}

/** A model as the page's list of the site's models names it. */
export interface ListedModel {
  folder: string;
  bytes: number;
  library: string | null;
}

/**
 * Copies a model's files, each checked against its hash, and those that are too large in parts. Rejects with
 * `WeightsError`, `ModelSourceError` or `FaultError`.
 */
export async function copyModel({ model, library, out, largest }: CopyOptions): Promise<ListedModel> {
  const supply = folderSupply(model, library);
  const never = new AbortController().signal;
  const { small, large } = await readListing(supply, never);
  const folder = join(out, supply.name);
  const parts: Record<string, number> = {};
  for (const file of large) {
    const count = Math.ceil(file.bytes / largest);
    if (count > 1) parts[file.path] = count;
    const paths = count > 1 ? Array.from({ length: count }, (_, i) => partPath(file.path, i)) : [file.path];
    const chunks = checked(fileChunks(supply, file, never), file);
    await writeInParts(
      paths.map((path) => join(folder, path)),
      largest,
      chunks,
    );
  }
  const libraryFile = library && basename(library);
  for (const { path, content } of small) {
    const name = path.startsWith(LIBRARY_FOLDER) ? libraryFile! : path;
    await write(join(folder, name), content);
  }
  const catalogue = small.find(({ path }) => path === CATALOGUE_PATH);
  const listed = catalogue
    ? JSON.parse(new TextDecoder().decode(catalogue.content))
    : { model: supply.name, packs: [] };
  if (catalogue || Object.keys(parts).length > 0)
    await write(join(folder, CATALOGUE_PATH), `${JSON.stringify({ ...listed, parts }, null, 2)}\n`);
  return {
    folder: supply.name,
    bytes: totalOf([...small, ...large] as RecordedFile[]),
    library: libraryFile,
  };
}

function folderSupply(model: string, library: string | null): Supply {
  const path = library && LIBRARY_FOLDER + basename(library);
  return {
    name: basename(resolve(model)),
    origin: { kind: 'files' },
    library: path === null ? null : { path, url: null },
    async open(asked) {
      const file = asked === path ? library! : join(model, asked);
      const found = await stat(file).catch(() => null);
      return found?.isFile() ? (createReadStream(file) as AsyncIterable<Uint8Array<ArrayBuffer>>) : null;
    },
  };
}

/** The bytes into files of `size` bytes each, the last of what is left. */
async function writeInParts(
  paths: readonly string[],
  size: number,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const rest = [...paths];
  let left = 0;
  let file: Awaited<ReturnType<typeof open>> | null = null;
  try {
    for await (const chunk of chunks)
      for (let at = 0; at < chunk.length; ) {
        if (left === 0) {
          await file?.close();
          const path = rest.shift()!;
          await mkdir(dirname(path), { recursive: true });
          file = await open(path, 'w');
          left = rest.length === 0 ? Number.POSITIVE_INFINITY : size;
        }
        const taken = Math.min(left, chunk.length - at);
        await file!.write(chunk, at, taken);
        at += taken;
        left -= taken;
      }
  } finally {
    await file?.close();
  }
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
