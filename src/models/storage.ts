import { cacheFolders } from './cache-storage.ts';
import { ModelBusyError, ModelStorageError, NoRoomError } from './errors.ts';
import type { ModelFolders } from './folders.ts';
import { opfsFolders } from './opfs.ts';

/**
 * The browser's private file system, or Cache storage where there is none or no file of it can be written outside of
 * its own handles (Safari before 26). Rejects with `ModelStorageError` where the page may keep nothing.
 */
export async function openFolders(): Promise<ModelFolders> {
  if (!isSecureContext) {
    throw new ModelStorageError(
      'keep models',
      'browsers give storage for them only to pages that came over https or from this machine',
    );
  }
  const opfs = 'createWritable' in (globalThis.FileSystemFileHandle?.prototype ?? {});
  return kept('open the storage of models', async () => (opfs ? await opfsFolders() : cacheFolders()));
}

/** Runs `work` and words what the browser throws; errors of ours pass as they are. */
export async function kept<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name !== 'AbortError')
      throw new ModelStorageError(what, error);
    throw error;
  }
}

/** Whether the browser said that its storage is full. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Bytes that the site uses and may use; null where the browser does not tell. */
export async function estimate(): Promise<{ used: number; quota: number | null }> {
  const { usage, quota } = (await navigator.storage.estimate?.()) ?? {};
  return { used: usage ?? 0, quota: quota ?? null };
}

/** Refuses what cannot fit before any of it is fetched. Rejects with `NoRoomError`. */
export async function expectRoom(model: string, needed: number): Promise<void> {
  const { used, quota } = await estimate();
  if (quota !== null && needed > quota - used) throw new NoRoomError(model, needed, quota - used);
}

/** What to say when the storage turned out to be full. */
export async function noRoom(model: string, needed: number): Promise<NoRoomError> {
  const { used, quota } = await estimate();
  return new NoRoomError(model, needed, quota === null ? null : quota - used);
}

/**
 * Runs `work` while no other tab or worker changes the model; `shared` while none changes it, for reading. Rejects
 * with `ModelBusyError` at once where one does.
 */
export async function holding<T>(
  model: string,
  mode: 'exclusive' | 'shared',
  work: () => Promise<T>,
): Promise<T> {
  return navigator.locks.request(`quartet-model:${model}`, { mode, ifAvailable: true }, async (lock) => {
    if (!lock) throw new ModelBusyError(model);
    return work();
  });
}
