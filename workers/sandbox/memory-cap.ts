import { PAGE_BYTES } from './wasi/wasm-binary.ts';

/**
 * A limit on the memory of every WebAssembly runtime in this worker. Emscripten's allocators ask
 * `WebAssembly.Memory.grow` for more and take a refusal as “out of memory”, so the language raises its own error.
 * Installed before the runtime loads; the worker's JavaScript realm is the runtime's alone.
 */
export class MemoryCap {
  #limit = Number.POSITIVE_INFINITY;
  #baseline = 0;
  #most = 0;
  #refused = false;

  constructor() {
    const grow = WebAssembly.Memory.prototype.grow;
    const allow = (memory: WebAssembly.Memory, pages: number): boolean => this.#allow(memory, pages);
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
      if (!allow(this, pages)) throw new RangeError('the memory limit is reached');
      return grow.call(this, pages);
    };
  }

  /** Allows a run `bytes` beside the `baseline` bytes that its runtime took to load; null lifts the limit. */
  set(bytes: number | null, baseline: number): void {
    this.#limit = bytes === null ? Number.POSITIVE_INFINITY : baseline + bytes;
    this.#baseline = baseline;
    this.#most = 0;
    this.#refused = false;
  }

  /** Whether the last growth that was asked for was refused: a failure after it is for want of memory. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Bytes that the run has grown a memory to, beside the baseline; 0 if it got along with what the runtime had. */
  get taken(): number {
    return Math.max(0, this.#most - this.#baseline);
  }

  /** Allocators ask for more than they need first; only the answer to their last try counts. */
  #allow(memory: WebAssembly.Memory, pages: number): boolean {
    const grown = memory.buffer.byteLength + pages * PAGE_BYTES;
    this.#refused = grown > this.#limit;
    if (!this.#refused) this.#most = Math.max(this.#most, grown);
    return !this.#refused;
  }
}
