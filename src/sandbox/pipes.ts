/** No piece of input is larger than this; it fits the memory that a worker may wait in. */
export const PIECE_BYTES = 64 * 1024;

/** One end of two joined pipes: what one run prints is the other's input. Used by one run, once. */
export interface PipeEnd {
  /** Takes what the program printed. What nobody is left to read is dropped. */
  write(bytes: Uint8Array): void;
  /**
   * Delivers the next piece that the other end wrote, at most PIECE_BYTES: at once if there is one, or else when it
   * comes; an empty piece once the other end has closed and all is read. `onlyInput`: the program cannot go on
   * without it. Asked again before it was delivered, the later asking counts.
   */
  read(deliver: (piece: Uint8Array) => void, onlyInput: boolean): void;
  /** The program has ended. */
  close(): void;
  /** Called once, when the two ends wait for each other and nothing is on the way: neither would ever go on. */
  onIdle: (() => void) | null;
}

export type Side = 'first' | 'second';

/** Two pipes, one each way. `onWrite` is told of every piece that a program writes, in order, before it is read. */
export function joinPipes(
  onWrite: (from: Side, bytes: Uint8Array) => void = () => {},
): Record<Side, PipeEnd> {
  const first = new End((bytes) => onWrite('first', bytes));
  const second = new End((bytes) => onWrite('second', bytes));
  first.other = second;
  second.other = first;
  return { first, second };
}

class End implements PipeEnd {
  onIdle: (() => void) | null = null;
  other!: End;
  /** Bytes on the way to this end, oldest first; empty whenever a reading waits. */
  readonly #pieces: Uint8Array[] = [];
  #reading: { deliver: (piece: Uint8Array) => void; onlyInput: boolean } | null = null;
  #closed = false;
  readonly #told: (bytes: Uint8Array) => void;

  constructor(told: (bytes: Uint8Array) => void) {
    this.#told = told;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#told(bytes);
    this.other.#take(bytes);
  }

  read(deliver: (piece: Uint8Array) => void, onlyInput: boolean): void {
    this.#reading = { deliver, onlyInput };
    if (this.#pieces.length > 0 || this.other.#closed) this.#deliver();
    else if (this.#stuck && this.other.#stuck) {
      this.onIdle?.();
      this.other.onIdle?.();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pieces.length = 0;
    this.#reading = null;
    if (this.other.#reading) this.other.#deliver();
  }

  get #stuck(): boolean {
    return this.#reading?.onlyInput === true;
  }

  #take(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#pieces.push(bytes);
    if (this.#reading) this.#deliver();
  }

  #deliver(): void {
    const { deliver } = this.#reading!;
    this.#reading = null;
    const next = this.#pieces.shift() ?? new Uint8Array();
    if (next.length > PIECE_BYTES) this.#pieces.unshift(next.subarray(PIECE_BYTES));
    deliver(next.slice(0, PIECE_BYTES));
  }
}
