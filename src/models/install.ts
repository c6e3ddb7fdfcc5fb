import { ModelSourceError } from './errors.ts';
import { fetchFiles } from './fetch-files.ts';
import type { ModelFolders } from './folders.ts';
import { type Listing, readListing } from './listing.ts';
import {
  describeModel,
  keptSizes,
  type ModelRecord,
  type RecordedFile,
  readRecord,
  storedPath,
  totalOf,
  writeRecord,
} from './record.ts';
import { expectRoom, isFull, noRoom } from './storage.ts';
import type { InstallEvent } from './store.ts';
import type { Supply } from './supply.ts';

/**
 * Brings a model, or what is missing of it. Its small files come first and say what else there is; what has come stays
 * whatever happens, and is not brought again. Rejects with the errors of `errors.ts`, `WeightsError` or the signal's reason.
 */
export async function install(
  folders: ModelFolders,
  id: string,
  supply: Supply,
  tell: (event: InstallEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const known = await readRecord(folders, id);
  const record = isSettled(known, supply) ? known : await settle(folders, id, supply, known, signal);
  const sizes = await keptSizes(folders, id);
  const wanted = record.files.filter(({ path, bytes }) => sizes.get(path) !== bytes);
  await expectRoom(id, totalOf(wanted));
  await fetchFiles({ folders, id, supply, files: record.files, wanted, tell }, signal);
  tell({ type: 'installed', model: await describeModel(folders, id) });
}

type SettledRecord = ModelRecord & { files: RecordedFile[] };

/** Whether the list of files is known already, from the same place. */
function isSettled(record: ModelRecord | null, { origin, library }: Supply): record is SettledRecord {
  if (!record?.files || origin.kind !== 'network' || record.origin.kind !== 'network') return false;
  return record.origin.url === origin.url && record.library?.url === library?.url;
}

/** Reads what the model consists of, keeps its small files and writes the record. */
async function settle(
  folders: ModelFolders,
  id: string,
  supply: Supply,
  known: ModelRecord | null,
  signal: AbortSignal,
): Promise<SettledRecord> {
  const listing = await readListing(supply, signal);
  if (known?.about && known.about.baseHash !== listing.about.baseHash) {
    throw new ModelSourceError(
      `another model is kept as ${id}, with other weights; delete it first, or bring this one under another name`,
    );
  }
  const { origin, library } = supply;
  const record: SettledRecord = {
    ...{ v: 1, id, origin, addedAt: known?.addedAt ?? Date.now(), about: listing.about },
    library: library && { path: library.path, url: library.url },
    files: [...listing.small.map(({ content: _, ...file }) => file), ...listing.large],
  };
  try {
    await writeRecord(folders, record);
    await dropStrangers(folders, record);
    await keepSmall(folders, id, listing);
  } catch (error) {
    if (isFull(error)) throw await noRoom(id, totalOf(record.files));
    throw error;
  }
  return record;
}

async function keepSmall(folders: ModelFolders, id: string, { small }: Listing): Promise<void> {
  for (const { path, content } of small) {
    await folders.write(
      id,
      storedPath(path),
      (async function* () {
        yield content;
      })(),
    );
  }
}

/** Files of an earlier listing, or that a tab left half-written when it died. */
async function dropStrangers(folders: ModelFolders, { id, files }: SettledRecord): Promise<void> {
  const own = new Set(files.map(({ path }) => path));
  for (const path of (await keptSizes(folders, id)).keys())
    if (!own.has(path)) await folders.remove(id, storedPath(path));
}
