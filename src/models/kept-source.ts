import { WeightsError } from '../weights/errors.ts';
import type { Source } from '../weights/source.ts';
import { listedRecord } from './check.ts';
import { faultOf } from './checked.ts';
import { DamagedModelError } from './errors.ts';
import { type ModelRecord, type RecordedFile, storedPath } from './record.ts';
import { holding, kept, openFolders } from './storage.ts';

/** A kept model, open for reading. Nothing of it is fetched from anywhere. */
export interface KeptRepository {
  source: Source;
  /** Path of its compiled library in `source`; null without one. */
  library: string | null;
}

export interface ReadOptions {
  /**
   * Who compares the shards' hashes: `here` for a reader that does not; `reader` where `readTensors` reads them, which
   * does. Every other file is compared here.
   */
  shards: 'here' | 'reader';
}

/**
 * Opens a kept model for `use`, which no other tab changes meanwhile. Rejects with `NoSuchModelError`,
 * `DamagedModelError` (when files are missing, or differ from what they were), `ModelBusyError` or what `use` rejects with.
 */
export async function withKeptModel<T>(
  id: string,
  { shards }: ReadOptions,
  use: (repository: KeptRepository) => Promise<T>,
): Promise<T> {
  return holding(id, 'shared', async () => {
    const folders = await openFolders();
    const record = await listedRecord(folders, id);
    const files = new Map(record.files.map((file) => [file.path, file]));
    await expectWhole(record, await folders.sizes(id));
    const source: Source = {
      name: id,
      async read(path, signal = new AbortController().signal, fresh = false) {
        const file = files.get(path);
        if (!file) return null;
        const blob = await kept(`read ${id}`, () => folders.read(id, storedPath(path)));
        const trusted = shards === 'reader' && file.md5 !== undefined && !fresh;
        const fault = trusted ? null : await faultOf(blob, file, signal);
        if (fault !== null) throw new DamagedModelError(id, [{ file: path, fault }]);
        if (!blob) throw new WeightsError(path, `it is missing from ${id}; repair the model`);
        return new Uint8Array(await blob.arrayBuffer());
      },
    };
    return use({ source, library: record.library?.path ?? null });
  });
}

/** That every file is there in its size, before memory is taken for any. Rejects with `DamagedModelError`. */
async function expectWhole(
  { id, files }: ModelRecord & { files: RecordedFile[] },
  sizes: Map<string, number>,
): Promise<void> {
  const damaged = files.flatMap(({ path, bytes }) => {
    const size = sizes.get(storedPath(path));
    if (size === bytes) return [];
    const fault = size === undefined ? 'it is missing' : `it has ${size} bytes where ${bytes} are needed`;
    return [{ file: path, fault }];
  });
  if (damaged.length > 0) throw new DamagedModelError(id, damaged);
}
