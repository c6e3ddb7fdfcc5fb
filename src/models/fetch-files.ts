import { WeightsError } from '../weights/errors.ts';
import { checked, FaultError } from './checked.ts';
import type { NoRoomError } from './errors.ts';
import type { ModelFolders } from './folders.ts';
import { Meter } from './progress.ts';
import { type RecordedFile, storedPath, totalOf } from './record.ts';
import { isFull, noRoom } from './storage.ts';
import type { InstallEvent } from './store.ts';
import { fileChunks, type Supply } from './supply.ts';

/** Files under way at once: one connection alone seldom fills a line. */
const AT_ONCE = 3;

export interface FetchJob {
  folders: ModelFolders;
  id: string;
  supply: Supply;
  /** All files of the model. */
  files: readonly RecordedFile[];
  /** Those of them that are to be brought. */
  wanted: readonly RecordedFile[];
  tell(event: InstallEvent): void;
}

/**
 * Brings the wanted files, each checked as it is written: one that does not come whole leaves what was there. A file
 * that comes damaged or breaks off is asked for once more. Rejects with `WeightsError` that names the file,
 * `NoRoomError`, or the signal's reason; files that were whole by then stay.
 */
export async function fetchFiles(job: FetchJob, signal: AbortSignal): Promise<void> {
  const { files, wanted, tell } = job;
  const all = { files: files.length, bytes: totalOf(files) };
  const before = { files: files.length - wanted.length, bytes: all.bytes - totalOf(wanted) };
  tell({ type: 'planned', files: all.files, total: all.bytes, kept: before.bytes });
  const meter = new Meter(all, before, (progress) => tell({ type: 'progress', ...progress }));
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const queue = [...wanted];
  const lane = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) await fetchFile(job, file, meter, either);
  };
  const lanes = Array.from({ length: AT_ONCE }, () =>
    lane().catch((error) => {
      failed.abort(error);
      throw error;
    }),
  );
  const ended = await Promise.allSettled(lanes);
  signal.throwIfAborted();
  // The first failure ended the others.
  if (failed.signal.aborted) throw failed.signal.reason;
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
}

async function fetchFile(
  job: FetchJob,
  file: RecordedFile,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> {
  for (const last of [false, true]) {
    let came = 0;
    const onBytes = (count: number) => {
      came += count;
      meter.bytes(file.path, count);
    };
    try {
      await writeFile(job, file, onBytes, signal);
      meter.fileDone(file.path);
      return;
    } catch (error) {
      meter.takeBack(came);
      signal.throwIfAborted();
      if (isFull(error)) throw await full(job);
      const mayPass = error instanceof FaultError || (error instanceof WeightsError && came > 0);
      if (!mayPass) throw error;
      if (!last) job.tell({ type: 'again', file: file.path, fault: error.message });
      else if (error instanceof FaultError) throw damagedTwice(job, file, error);
      else throw error;
    }
  }
}

async function writeFile(
  { folders, id, supply }: FetchJob,
  file: RecordedFile,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await folders.write(id, storedPath(file.path), checked(fileChunks(supply, file, signal), file, onBytes));
}

function damagedTwice({ supply }: FetchJob, { path }: RecordedFile, { message }: FaultError): WeightsError {
  const advice =
    supply.origin.kind === 'network'
      ? 'the place that it comes from is damaged or has another version by now; take a mirror, or delete the model and download it anew'
      : 'the file on the disk is damaged; fetch another copy of it';
  return new WeightsError(path, `${message}; ${advice}`);
}

async function full({ folders, id, files }: FetchJob): Promise<NoRoomError> {
  const sizes = await folders.sizes(id);
  return noRoom(id, totalOf(files.filter(({ path, bytes }) => sizes.get(storedPath(path)) !== bytes)));
}
