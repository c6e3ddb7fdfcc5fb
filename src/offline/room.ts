import { estimate, isFull } from '../models/storage.ts';
import { NoOfflineRoomError, OfflineStorageError } from './errors.ts';

/** Left free for runs, programs and settings, which no file of the site may crowd out. */
const RESERVE_BYTES = 10e6;

/** Refuses what cannot fit before any of it is fetched. Rejects with `NoOfflineRoomError`. */
export async function expectRoom(needed: number): Promise<void> {
  const free = (await freeBytes()) - RESERVE_BYTES;
  if (needed > 0 && needed > free) throw new NoOfflineRoomError(needed, free);
}

/**
 * Runs `work`, which keeps something, and words what the browser throws; `needed` tells the bytes that were still to be
 * kept. Rejects with `NoOfflineRoomError`, `OfflineStorageError`, or with errors of ours as they are.
 */
export async function keeping<T>(needed: () => number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException) || error.name === 'AbortError') throw error;
    if (!isFull(error)) throw new OfflineStorageError(error);
    throw new NoOfflineRoomError(needed(), await freeBytes());
  }
}

/** What the browser says; infinite where it does not. */
async function freeBytes(): Promise<number> {
  const { used, quota } = await estimate();
  return quota === null ? Infinity : quota - used;
}
