import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { WeightsError } from '../src/weights/errors.ts';
import type { Source } from '../src/weights/source.ts';

/** Reads a repository from a folder on disk. */
export function folderSource(folder: string): Source {
  return {
    name: basename(resolve(folder)),
    async read(path, signal) {
      signal?.throwIfAborted();
      try {
        return new Uint8Array(await readFile(join(folder, path)));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw new WeightsError(path, `it cannot be read: ${(cause as Error).message}`, { cause });
      }
    },
  };
}
