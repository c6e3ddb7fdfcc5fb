import type { PipedInput } from '../piped-input.ts';
import type { EventLoop } from './event-loop.ts';
import type { InputSource } from './input-source.ts';
import { NodeBuffer, type TextBuffer } from './text-buffer.ts';

const MOST = Number.MAX_SAFE_INTEGER;

/** The input of a program that talks with another. */
export class PipedSource implements InputSource {
  arrived = 0;
  ended = false;
  #left: Uint8Array = new Uint8Array();
  #asking = false;
  readonly #waiting = new Set<{ enough: () => boolean; go: () => void }>();
  readonly #pipe: PipedInput;
  readonly #loop: EventLoop;

  constructor(pipe: PipedInput, loop: EventLoop) {
    this.#pipe = pipe;
    this.#loop = loop;
    loop.onQuiet = () => pipe.waitAlone();
  }

  get some(): boolean {
    return this.#left.length > 0;
  }

  get lineReady(): boolean {
    return this.ended || this.#left.includes(10);
  }

  take(size: number): TextBuffer {
    if (!this.some && !this.ended) this.#waitFor(() => this.some);
    return this.#part(size);
  }

  takeAll(): TextBuffer {
    this.#waitFor(() => false);
    return this.#part(this.#left.length);
  }

  takeReady(): TextBuffer {
    return this.#part(this.#left.length);
  }

  takeLine(): TextBuffer | null {
    this.#waitFor(() => this.lineReady);
    if (!this.some) return null;
    const end = this.#left.indexOf(10);
    return this.#part(end < 0 ? this.#left.length : end + 1);
  }

  when(enough: () => boolean, then: () => void): () => void {
    if (enough()) {
      then();
      return () => {};
    }
    const release = this.#loop.hold();
    const one = {
      enough,
      go: () => {
        this.#loop.enter(then);
        release();
      },
    };
    this.#waiting.add(one);
    this.#ask();
    return () => {
      this.#waiting.delete(one);
      release();
    };
  }

  /** Blocks the thread until `enough` holds, or the end. */
  #waitFor(enough: () => boolean): void {
    while (!this.ended && !enough()) this.#add(this.#pipe.readSync(MOST));
  }

  /** In a task of its own: what is left of the one that waits may still print. */
  #ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    this.#loop.afterwards(async () => {
      if (this.#waiting.size > 0) this.#add(await this.#pipe.read(MOST, () => this.#loop.busy));
      this.#asking = false;
      for (const one of [...this.#waiting]) {
        if (!one.enough() || !this.#waiting.delete(one)) continue;
        one.go();
      }
      if (this.#waiting.size > 0) this.#ask();
    });
  }

  #add(piece: Uint8Array): void {
    this.arrived++;
    this.ended = piece.length === 0;
    this.#left = NodeBuffer.concat([this.#left, piece]);
  }

  #part(size: number): TextBuffer {
    const part = this.#left.subarray(0, size);
    this.#left = this.#left.subarray(part.length);
    return NodeBuffer.concat([part]);
  }
}
