import { Emitter } from './emitter.ts';
import type { EventLoop } from './event-loop.ts';
import type { InputSource } from './input-source.ts';
import type { TextBuffer } from './text-buffer.ts';

/**
 * `process.stdin` and file descriptor 0, whichever way it is read. Reading by name takes what is asked for, waiting
 * for it if the input is a pipe; events wait without holding the thread.
 */
export class Stdin extends Emitter {
  readonly fd = 0;
  readonly isTTY = false;
  readonly readable = true;
  #decoded = false;
  #flowing = false;
  #announcing = false;
  #cancel = (): void => {};
  readonly #source: InputSource;
  readonly #loop: EventLoop;

  constructor(source: InputSource, loop: EventLoop) {
    super();
    this.#source = source;
    this.#loop = loop;
  }

  /** What is left, taken. */
  takeAll(): TextBuffer {
    return this.#source.takeAll();
  }

  take(size: number): TextBuffer {
    return this.#source.take(size);
  }

  /** The next line without its end, or null at the end of the input. */
  takeLine(): string | null {
    const line = this.#source.takeLine();
    return line === null ? null : line.toString().replace(/\r?\n$/, '');
  }

  /** Whether `takeLine` would not wait. */
  get lineReady(): boolean {
    return this.#source.lineReady;
  }

  /** Calls back once there is a whole line, or the end; the returned function takes that back. */
  whenLine(then: () => void): () => void {
    return this.#source.when(() => this.#source.lineReady, then);
  }

  setEncoding(): this {
    this.#decoded = true;
    return this;
  }

  override on(event: string, listener: (...args: unknown[]) => void): this {
    super.on(event, listener);
    if (event === 'data') this.resume();
    if (event === 'readable' && !this.#announcing) {
      this.#announcing = true;
      this.#loop.later(() => this.#announce(), 0);
    }
    return this;
  }

  resume(): this {
    if (this.#flowing) return this;
    this.#flowing = true;
    this.#loop.later(() => this.#flow(), 0);
    return this;
  }

  pause(): this {
    this.#flowing = false;
    this.#cancel();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    this.#cancel();
    return this;
  }

  destroy(): this {
    return this.pause();
  }

  read(): string | TextBuffer | null {
    if (!this.#source.some) return null;
    const chunk = this.#source.takeReady();
    return this.#decoded ? chunk.toString() : chunk;
  }

  pipe<T extends { write(chunk: unknown): unknown; end?(): unknown }>(target: T): T {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => target.end?.());
    return target;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string | TextBuffer> {
    for (;;) {
      await new Promise<void>((resolve) => this.#whenSome(resolve));
      const chunk = this.read();
      if (chunk === null) return;
      yield chunk;
    }
  }

  #whenSome(then: () => void): void {
    this.#cancel = this.#source.when(() => this.#source.some || this.#source.ended, then);
  }

  #flow(): void {
    if (!this.#flowing) return;
    this.#whenSome(() => {
      if (!this.#flowing) return;
      const chunk = this.read();
      if (chunk === null) return this.#finish();
      this.emit('data', chunk);
      this.#flow();
    });
  }

  #announce(): void {
    this.#whenSome(() => {
      const { arrived } = this.#source;
      this.emit('readable');
      // What a listener leaves is announced again only with more.
      this.#loop.later(() => {
        if (this.#source.ended) this.#finish();
        else
          this.#cancel = this.#source.when(
            () => this.#source.arrived > arrived || this.#source.ended,
            () => this.#announce(),
          );
      }, 0);
    });
  }

  #finish(): void {
    this.emit('end');
    this.emit('close');
  }
}
