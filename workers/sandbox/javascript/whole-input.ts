import type { InputSource } from './input-source.ts';
import { NodeBuffer, type TextBuffer } from './text-buffer.ts';

/** Input that is there from the start: of a plain run, or a file's stream. */
export class WholeInput implements InputSource {
  readonly ended = true;
  readonly arrived = 1;
  readonly lineReady = true;
  #left: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#left = bytes;
  }

  get some(): boolean {
    return this.#left.length > 0;
  }

  take(size: number): TextBuffer {
    const part = this.#left.subarray(0, size);
    this.#left = this.#left.subarray(part.length);
    return NodeBuffer.concat([part]);
  }

  takeAll(): TextBuffer {
    return this.take(this.#left.length);
  }

  takeReady(): TextBuffer {
    return this.takeAll();
  }

  takeLine(): TextBuffer | null {
    if (!this.some) return null;
    const end = this.#left.indexOf(10);
    return this.take(end < 0 ? this.#left.length : end + 1);
  }

  when(_enough: () => boolean, then: () => void): () => void {
    then();
    return () => {};
  }
}
