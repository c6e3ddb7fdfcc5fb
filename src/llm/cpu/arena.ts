import { EngineError } from '../errors.ts';

const PAGE = 65536;
const ALIGNMENT = 16;

/** One growing linear memory for weights, caches and activations, so that a WebAssembly kernel reaches them all. */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  // Address 0 stays unused, so that a forgotten address shows.
  private top = ALIGNMENT;
  private views = viewsOf(this.memory.buffer);

  /** Address of `bytes` zeroed bytes, aligned to a vector. Views taken before may be detached by it. */
  allocate(bytes: number): number {
    const address = this.top;
    this.top += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) {
      // By an eighth at least, since growing may copy everything.
      this.grow(Math.max(missing, this.memory.buffer.byteLength / 8));
      this.views = viewsOf(this.memory.buffer);
    }
    return address;
  }

  private grow(bytes: number): void {
    try {
      this.memory.grow(Math.ceil(bytes / PAGE));
    } catch (cause) {
      const size = `${(this.top / 1e9).toFixed(1)} GB`;
      throw new EngineError(
        `the cpu executor cannot have the ${size} of memory that this model needs; take a smaller model, or a GPU`,
        { cause },
      );
    }
  }

  /** The whole memory as f32; valid until the next `allocate`. */
  get f32(): Float32Array<ArrayBuffer> {
    return this.views.f32;
  }

  /** The whole memory as u32; valid until the next `allocate`. */
  get u32(): Uint32Array<ArrayBuffer> {
    return this.views.u32;
  }

  storeFloats(values: Float32Array, capacity = values.length): number {
    const address = this.allocate(capacity * 4);
    this.f32.set(values, address >> 2);
    return address;
  }

  storeWords(words: Uint32Array, capacity = words.length): number {
    const address = this.allocate(capacity * 4);
    this.u32.set(words, address >> 2);
    return address;
  }
}

function viewsOf(buffer: ArrayBuffer) {
  return { f32: new Float32Array(buffer), u32: new Uint32Array(buffer) };
}
