/** What tabs of the page must not do at the same time. */

/** Does `work` if no other tab does any of this name, and else `otherwise`. Without Web Locks a tab knows of no other. */
export async function alone<T>(
  name: string,
  work: () => Promise<T>,
  otherwise: () => T | Promise<T>,
): Promise<T> {
  if (!('locks' in navigator)) return work();
  return await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : otherwise()));
}

/** Waits for its turn and keeps it until the function that it gives is called. Rejects with the signal's reason. */
export function turn(name: string, signal: AbortSignal): Promise<() => void> {
  if (!('locks' in navigator)) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { signal }, () => new Promise<void>((release) => resolve(() => release())))
      .catch(reject);
  });
}

/** Whether another tab has its turn now, or waits for it. */
export async function isTaken(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}
