import { Emitter } from './emitter.ts';
import type { EventLoop } from './event-loop.ts';
import { NodeBuffer, type TextBuffer } from './text-buffer.ts';

/** `process.stdin` and file descriptor 0: the whole input is there from the start, whichever way it is read. */
export class Stdin extends Emitter {
  readonly fd = 0;
  readonly isTTY = false;
  readonly readable = true;
  #bytes: Uint8Array;
  #at = 0;
  #decoded = false;
  #flowing = false;
  #readableSent = false;
  readonly #loop: EventLoop;

  constructor(bytes: Uint8Array, loop: EventLoop) {
    super();
    this.#bytes = bytes;
    this.#loop = loop;
  }

  /** What is left, taken. */
  takeAll(): TextBuffer {
    return this.take(this.#bytes.length);
  }

  take(size: number): TextBuffer {
    const part = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += part.length;
    return NodeBuffer.concat([part]);
  }

  /** The next line without its end, or null at the end of the input. */
  takeLine(): string | null {
    if (this.#at >= this.#bytes.length) return null;
    const end = this.#bytes.indexOf(10, this.#at);
    const line = this.take(end < 0 ? this.#bytes.length : end + 1 - this.#at).toString();
    return line.replace(/\r?\n$/, '');
  }

  setEncoding(): this {
    this.#decoded = true;
    return this;
  }

  override on(event: string, listener: (...args: unknown[]) => void): this {
    super.on(event, listener);
    if (event === 'data') this.resume();
    if (event === 'readable' && !this.#readableSent) {
      this.#readableSent = true;
      this.#loop.later(() => {
        this.emit('readable');
        this.#loop.later(() => this.#finish(), 0);
      }, 0);
    }
    return this;
  }

  resume(): this {
    if (this.#flowing) return this;
    this.#flowing = true;
    this.#loop.later(() => {
      const chunk = this.read();
      if (chunk !== null) this.emit('data', chunk);
      this.#finish();
    }, 0);
    return this;
  }

  pause(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  read(): string | TextBuffer | null {
    if (this.#at >= this.#bytes.length) return null;
    const chunk = this.takeAll();
    return this.#decoded ? chunk.toString() : chunk;
  }

  pipe<T extends { write(chunk: unknown): unknown; end?(): unknown }>(target: T): T {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => target.end?.());
    return target;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string | TextBuffer> {
    const chunk = this.read();
    if (chunk !== null) yield chunk;
  }

  #finish(): void {
    this.emit('end');
    this.emit('close');
  }
}
