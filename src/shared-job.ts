/** Work that several wait for: begun by the first, and aborted when the last has gone before it was done. */
export class SharedJob<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;
  #settled = false;

  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#result = start(this.#controller.signal).finally(() => {
      this.#settled = true;
    });
    // Whoever still waits is told; nobody may.
    this.#result.catch(() => {});
  }

  /** Everybody left before it was done: it will not be, and another has to be begun. */
  get abandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /** The result, or the signal's reason as soon as it aborts. */
  async wait(signal: AbortSignal): Promise<T> {
    this.#waiting++;
    try {
      return await until(this.#result, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0 && !this.#settled) this.#controller.abort(signal.reason);
    }
  }
}

/** The promise's result, or the signal's reason as soon as it aborts. */
export function until<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
