import type { ModelFolders } from './folders.ts';
import type { KeptModel, ModelFacts, Origin } from './store.ts';

/** What the store writes down of a model, beside its files. */
export interface ModelRecord {
  v: 1;
  id: string;
  origin: Origin;
  addedAt: number;
  /** Where its library was fetched, and the path it is kept under. */
  library: { path: string; url: string | null } | null;
  about: ModelFacts | null;
  /** Null until the list has come. */
  files: RecordedFile[] | null;
}

/** A file that belongs to a model. One of the hashes is there. */
export interface RecordedFile {
  path: string;
  bytes: number;
  md5?: string;
  sha256?: string;
  /** In how many parts it lies where it comes from; absent where it is whole there. */
  parts?: number;
}

const RECORD = 'record.json';
/** The repository's own files are in a folder of their own, so that none can pass for the record. */
const FILES = 'files/';

export const storedPath = (path: string) => FILES + path;

/** Null where there is none, or what a newer version wrote. */
export async function readRecord(folders: ModelFolders, id: string): Promise<ModelRecord | null> {
  const blob = await folders.read(id, RECORD);
  if (!blob) return null;
  try {
    const record = JSON.parse(await blob.text()) as ModelRecord;
    return record.v === 1 && record.id === id ? record : null;
  } catch {
    return null;
  }
}

export async function writeRecord(folders: ModelFolders, record: ModelRecord): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(record));
  await folders.write(
    record.id,
    RECORD,
    (async function* () {
      yield bytes;
    })(),
  );
}

/** Sizes of the repository's files that are there, by path. */
export async function keptSizes(folders: ModelFolders, id: string): Promise<Map<string, number>> {
  const all = await folders.sizes(id);
  const own = [...all].filter(([path]) => path.startsWith(FILES));
  return new Map(own.map(([path, size]) => [path.slice(FILES.length), size]));
}

/** Bytes of all files. */
export const totalOf = (files: readonly RecordedFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** The model as the page lists it. */
export async function describeModel(folders: ModelFolders, id: string): Promise<KeptModel> {
  const record = await readRecord(folders, id);
  const sizes = await keptSizes(folders, id);
  const files = record?.files ?? null;
  const there = (files ?? []).filter(({ path, bytes }) => sizes.get(path) === bytes);
  return {
    id,
    origin: record?.origin ?? { kind: 'files' },
    state: files && there.length === files.length ? 'whole' : 'incomplete',
    bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    totalBytes: files ? totalOf(files) : null,
    files: files?.length ?? 0,
    filesKept: there.length,
    library: record?.library?.path ?? null,
    about: record?.about ?? null,
    addedAt: record?.addedAt ?? 0,
  };
}
