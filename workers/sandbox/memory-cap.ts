const PAGE = 65_536;

/**
 * A limit on the memory of every WebAssembly runtime in this worker. Emscripten's allocators ask
 * `WebAssembly.Memory.grow` for more and take a refusal as “out of memory”, so the language raises its own error.
 * Installed before the runtime loads; the worker's JavaScript realm is the runtime's alone.
 */
export class MemoryCap {
  #limit = Number.POSITIVE_INFINITY;
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
    this.#refused = false;
  }

  /** Whether the last growth that was asked for was refused: a failure after it is for want of memory. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Allocators ask for more than they need first; only the answer to their last try counts. */
  #allow(memory: WebAssembly.Memory, pages: number): boolean {
    this.#refused = memory.buffer.byteLength + pages * PAGE > this.#limit;
    return !this.#refused;
  }
}
