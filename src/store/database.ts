import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

/**
 * Something could not be kept or read. `name` is the browser's own (`QuotaExceededError`, `InvalidStateError`, …),
 * the message says what to do.
 */
export class StoreError extends Error {
  constructor(
    what: string,
    override readonly cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause : new Error(String(cause));
    const advice =
      reason.name === 'QuotaExceededError'
        ? 'The browser gives this site no more room: delete runs in History, or free disk space.'
        : 'The browser refused its storage; a private window or a full disk are the usual reasons.';
    super(`Could not ${what}: ${reason.message || reason.name}. ${advice}`);
    this.name = reason.name;
  }
}

/** One database a kind, each with one object store, as idb-keyval keeps them. */
export type Shelf =
  | 'problems'
  | 'runs'
  | 'run-problems'
  | 'events'
  | 'archive'
  | 'settings'
  | 'drafts'
  | 'desks'
  | 'submissions'
  | 'kernels'
  | 'packs'
  | 'pack-files'
  | 'studio-jobs'
  | 'studio-steps'
  | 'benchmark-jobs'
  | 'benchmark-sets'
  | 'benchmark-problems'
  | 'language-runs'
  | 'language-events'
  | 'memories';

const open = new Map<Shelf, UseStore>();

/** The shelf's object store; opened once, on first use. */
export function shelf(name: Shelf): UseStore {
  const known = open.get(name);
  if (known) return known;
  const created = createStore(`quartet-${name}`, name);
  open.set(name, created);
  return created;
}

/** Runs `work` and turns what the browser throws into a `StoreError` that says what could not be done. */
export async function kept<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StoreError(what, error);
  }
}

/**
 * Puts the entries, all or none. They are on their way when this returns: a page that is closed or reloaded the next
 * moment loses none of them, for the browser is told to commit without waiting for its answers.
 */
export function putAll(name: Shelf, entries: readonly [key: IDBValidKey, value: unknown][]): Promise<void> {
  return shelf(name)('readwrite', (store) => {
    for (const [key, value] of entries) store.put(value, key);
    store.transaction.commit();
    return promisifyRequest(store.transaction);
  });
}

/** All values with a key in `range`, in key order. */
export function readRange<T>(name: Shelf, range: IDBKeyRange): Promise<T[]> {
  return shelf(name)('readonly', (store) => promisifyRequest<T[]>(store.getAll(range)));
}

/** Deletes all values with a key in `range`. */
export function deleteRange(name: Shelf, range: IDBKeyRange): Promise<void> {
  return shelf(name)('readwrite', (store) => {
    store.delete(range);
    return promisifyRequest(store.transaction);
  });
}
