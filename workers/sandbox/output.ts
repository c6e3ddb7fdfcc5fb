import type { FromWorker } from '../../src/sandbox/protocol.ts';

const CHUNK_BYTES = 16 * 1024;
const FLUSH_MS = 20;
/** So many chunks go out at once, so that what is printed before an endless loop is seen. */
const EAGER_CHUNKS = 32;

/** Collects what a program prints and posts it in chunks, until its limit. */
export class Output {
  #pending: { stream: 'stdout' | 'stderr'; bytes: Uint8Array }[] = [];
  #size = 0;
  #left: number;
  #chunks = 0;
  #over = false;
  #printed = 0;
  #flushed = performance.now();
  readonly #post: (message: FromWorker) => void;

  constructor(limitBytes: number, post: (message: FromWorker) => void) {
    this.#left = limitBytes;
    this.#post = post;
  }

  /** Bytes of standard output that were taken so far. */
  get printed(): number {
    return this.#printed;
  }

  /** Takes a copy of `bytes`. False: the limit is passed, nothing more is taken and the host ends the worker. */
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): boolean {
    if (this.#over) return false;
    if (bytes.length > this.#left) {
      this.#over = true;
      this.#take(stream, bytes.slice(0, this.#left));
      this.flush();
      this.#post({ type: 'overflow' });
      return false;
    }
    this.#left -= bytes.length;
    this.#take(stream, bytes.slice());
    const due = this.#size >= CHUNK_BYTES || performance.now() - this.#flushed > FLUSH_MS;
    if (due || this.#chunks < EAGER_CHUNKS) this.flush();
    return true;
  }

  /** Sends a file that the program left; its bytes count too. */
  file(name: string, bytes: Uint8Array): void {
    if (this.#over) return;
    this.#over = bytes.length > this.#left;
    this.#left -= bytes.length;
    this.#post(this.#over ? { type: 'overflow' } : { type: 'file', name, bytes });
  }

  flush(): void {
    this.#flushed = performance.now();
    if (this.#size === 0) return;
    this.#chunks++;
    for (const stream of ['stdout', 'stderr'] as const) {
      const parts = this.#pending.filter((part) => part.stream === stream);
      if (parts.length > 0)
        this.#post({ type: 'output', stream, bytes: join(parts.map((part) => part.bytes)) });
    }
    this.#pending = [];
    this.#size = 0;
  }

  #take(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#pending.push({ stream, bytes });
    this.#size += bytes.length;
    if (stream === 'stdout') this.#printed += bytes.length;
  }
}

function join(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
