import { faultOf } from './checked.ts';
import { ModelSourceError, NoSuchModelError } from './errors.ts';
import { fetchFiles } from './fetch-files.ts';
import type { ModelFolders } from './folders.ts';
import { Meter } from './progress.ts';
import {
  describeModel,
  type ModelRecord,
  type RecordedFile,
  readRecord,
  storedPath,
  totalOf,
} from './record.ts';
import type { CheckEvent, Damage, InstallEvent } from './store.ts';
import type { Supply } from './supply.ts';

/** A model's record with its list of files. Rejects with `NoSuchModelError`, or `ModelSourceError` before there is a list. */
export async function listedRecord(
  folders: ModelFolders,
  id: string,
): Promise<ModelRecord & { files: RecordedFile[] }> {
  const record = await readRecord(folders, id);
  if (!record && (await folders.sizes(id)).size === 0) throw new NoSuchModelError(id);
  if (!record?.files)
    throw new ModelSourceError(`${id} has not begun to come; download it or bring its files again`);
  return { ...record, files: record.files };
}

/** Reads every file and compares it with its hash. */
export async function check(
  folders: ModelFolders,
  id: string,
  tell: (event: CheckEvent) => void,
  signal: AbortSignal,
): Promise<Damage[]> {
  const { files } = await listedRecord(folders, id);
  const nothing = { files: 0, bytes: 0 };
  const meter = new Meter({ files: files.length, bytes: totalOf(files) }, nothing, (progress) =>
    tell({ type: 'progress', ...progress }),
  );
  const damaged: Damage[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    const blob = await folders.read(id, storedPath(file.path));
    let read = 0;
    const fault = await faultOf(blob, file, signal, (count) => {
      read += count;
      meter.bytes(file.path, count);
    });
    if (fault !== null) {
      damaged.push({ file: file.path, fault });
      tell({ type: 'damaged', file: file.path, fault });
      meter.takeBack(read - file.bytes);
    }
    meter.fileDone(file.path);
  }
  tell({ type: 'checked', damaged });
  return damaged;
}

/** Checks, and brings what is damaged again from `supplyOf`, which is asked only if something is. */
export async function repair(
  folders: ModelFolders,
  id: string,
  supplyOf: (record: ModelRecord) => Supply,
  tell: (event: InstallEvent | CheckEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const damaged = await check(folders, id, tell, signal);
  const record = await listedRecord(folders, id);
  const bad = new Set(damaged.map(({ file }) => file));
  const wanted = record.files.filter(({ path }) => bad.has(path));
  if (wanted.length > 0) {
    const supply = supplyOf(record);
    await fetchFiles({ folders, id, supply, files: record.files, wanted, tell }, signal);
  }
  tell({ type: 'installed', model: await describeModel(folders, id) });
}
