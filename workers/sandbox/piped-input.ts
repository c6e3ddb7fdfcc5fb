import type { FromWorker } from '../../src/sandbox/protocol.ts';
import { takeShared } from '../../src/sandbox/shared-input.ts';

/** How a program can wait for its input: in shared memory, by suspending its WebAssembly, or by events alone. */
export class CannotWaitError extends Error {
  override name = 'CannotWaitError';
  constructor(advice: string) {
    super(
      `Waiting for the other program's answer needs a page that is cross-origin isolated, which this one is not; ${advice}.`,
    );
  }
}

/** Memory that a thread may wait in, or whatever else blocks until there is a piece; null where nothing does. */
export type Blocking = SharedArrayBuffer | (() => Uint8Array) | null;

/** A run's piped input, on the worker's side: asks the host for each piece when it has run dry. */
export class PipedInput {
  #left: Uint8Array = new Uint8Array();
  #received = 0;
  #ended = false;
  #waiting: (() => void) | null = null;
  readonly #post: (message: FromWorker) => void;
  readonly #flush: () => void;
  readonly #block: (() => Uint8Array) | null;

  /** `flush` sends what the program has printed. */
  constructor(post: (message: FromWorker) => void, flush: () => void, shared: Blocking) {
    this.#post = post;
    this.#flush = flush;
    this.#block = typeof shared === 'function' ? shared : shared && (() => takeShared(shared));
  }

  /** Whether `readSync` works. */
  get canBlock(): boolean {
    return this.#block !== null;
  }

  /** Whether a read is answered at once. */
  get #ready(): boolean {
    return this.#ended || this.#left.length > 0;
  }

  /** The next bytes, at most `size`; empty at the end. Waits in shared memory; CannotWaitError where there is none. */
  readSync(size: number): Uint8Array {
    if (!this.#ready) {
      if (!this.#block) throw new CannotWaitError('read line by line with events instead');
      this.#ask(true);
      this.take(this.#block());
    }
    return this.#part(size);
  }

  /** The same without blocking the thread. `timers`: whether the program may go on meanwhile. */
  async read(size: number, timers = () => false): Promise<Uint8Array> {
    while (!this.#ready) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
        this.#ask(false, timers());
      });
    }
    return this.#part(size);
  }

  /** Says again that the program waits, now that nothing else of it is left to do. */
  waitAlone(): void {
    if (this.#waiting) this.#ask(false);
  }

  /** The host's answer. */
  take(piece: Uint8Array): void {
    this.#received++;
    this.#left = piece;
    this.#ended = piece.length === 0;
    this.#waiting?.();
    this.#waiting = null;
  }

  #ask(shared: boolean, timers = false): void {
    this.#flush();
    const asking = { type: 'reading', shared, received: this.#received } as const;
    this.#post(timers ? { ...asking, timers } : asking);
  }

  #part(size: number): Uint8Array {
    const part = this.#left.subarray(0, size);
    this.#left = this.#left.subarray(part.length);
    return part;
  }
}
