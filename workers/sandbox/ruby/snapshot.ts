import { PAGE_BYTES } from '../wasi/wasm-binary.ts';

const ZEROS = new Int32Array(PAGE_BYTES / 4);

/**
 * What an interpreter wrote into its memory while it started: only the pages that differ from those of a new instance.
 * An instance is turned into a started interpreter by putting them in.
 */
export class Snapshot {
  /** The memory's length in pages, how many pages follow, the numbers of these, their bytes. */
  readonly #bytes: ArrayBufferLike;
  readonly #numbers: Uint32Array;

  constructor(bytes: ArrayBufferLike) {
    this.#bytes = bytes;
    const [, count] = new Uint32Array(bytes, 0, 2);
    this.#numbers = new Uint32Array(bytes, 8, count);
  }

  /** For `new Snapshot`. `fresh`: the memory of a new instance, before anything ran in it. */
  static take(memory: ArrayBuffer, fresh: Uint8Array): Uint8Array {
    const whole = new Uint8Array(memory);
    const pages = whole.length / PAGE_BYTES;
    const changed = Array.from({ length: pages }, (_, page) => page).filter((page) => {
      const at = page * PAGE_BYTES;
      return !same(whole.subarray(at, at + PAGE_BYTES), fresh.subarray(at, at + PAGE_BYTES));
    });
    const head = Uint32Array.from([pages, changed.length, ...changed]);
    const bytes = new Uint8Array(head.byteLength + changed.length * PAGE_BYTES);
    bytes.set(new Uint8Array(head.buffer));
    for (const [i, page] of changed.entries())
      bytes.set(whole.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES), head.byteLength + i * PAGE_BYTES);
    return bytes;
  }

  /** Pages that a memory must have for it. */
  get pages(): number {
    return new Uint32Array(this.#bytes, 0, 1)[0]!;
  }

  /** Into the memory of a new instance, as long as `pages` says. */
  putInto(memory: WebAssembly.Memory): void {
    const whole = new Uint8Array(memory.buffer);
    const from = 8 + this.#numbers.byteLength;
    for (const [i, page] of this.#numbers.entries())
      whole.set(new Uint8Array(this.#bytes, from + i * PAGE_BYTES, PAGE_BYTES), page * PAGE_BYTES);
  }
}

/** A page beyond the end of `fresh` was zero there. */
function same(page: Uint8Array, fresh: Uint8Array): boolean {
  const words = new Int32Array(page.buffer, page.byteOffset, PAGE_BYTES / 4);
  const before =
    fresh.length === PAGE_BYTES ? new Int32Array(fresh.buffer, fresh.byteOffset, PAGE_BYTES / 4) : ZEROS;
  for (let i = 0; i < words.length; i++) if (words[i] !== before[i]) return false;
  return true;
}
