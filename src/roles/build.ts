import { GROUP, integerAt, type Quantised, quantiseOne, scaleAt } from '../weights/q4f16.ts';
import { dither } from './dither.ts';
import { weightHash } from './hash.ts';
import type { EditedWeight } from './pack.ts';
import { applySteps, encodeSteps } from './steps.ts';

export const DEFAULT_BLOCK = 4096;
const TOP = 15;

/** Builds the edit of one weight, from its rows as they come. */
export class EditBuilder {
  private readonly deltas: Int8Array;
  private changed = false;

  constructor(
    private readonly base: Quantised,
    private readonly block = DEFAULT_BLOCK,
  ) {
    this.deltas = new Int8Array(base.rows * base.columns);
  }

  /**
   * Takes the integers nearest to merged weights W + ΔW, `q = clamp(round((W + ΔW)/s) + 7, 0, 15)`, with the published
   * scales. `merged` is f32, the weights from row `row` on.
   */
  round(row: number, merged: Float32Array): void {
    const first = row * this.base.columns;
    for (let i = 0; i < merged.length; i += GROUP) {
      const scale = scaleAt(this.base, (first + i) / GROUP);
      // A group of zeros has no scale to hold a change in.
      if (scale === 0) continue;
      for (let at = i; at < i + GROUP; at++) this.set(first + at, quantiseOne(merged[at], scale, TOP));
    }
  }

  /** Takes `q = clamp(floor(q₀ + ΔW/s + u), 0, 15)` where the weights before quantisation are not known. */
  dither(row: number, update: Float32Array, seed: number): void {
    const first = row * this.base.columns;
    const chance = dither(seed);
    for (let i = 0; i < update.length; i += GROUP) {
      const scale = scaleAt(this.base, (first + i) / GROUP);
      if (scale === 0) continue;
      for (let at = i; at < i + GROUP; at++) {
        const moved = integerAt(this.base.words, first + at) + update[at] / scale;
        this.set(first + at, Math.min(TOP, Math.max(0, Math.floor(moved + chance(first + at)))));
      }
    }
  }

  /** Null when nothing changes. */
  finish(): EditedWeight | null {
    if (!this.changed) return null;
    const { words, rows, columns } = this.base;
    const steps = encodeSteps(this.deltas, this.block);
    const edited = words.slice();
    applySteps(edited, steps, this.block, 1);
    const shape: [number, number] = [rows, columns];
    return { ...steps, shape, baseHash: weightHash(words), editedHash: weightHash(edited) };
  }

  private set(position: number, integer: number): void {
    const delta = integer - integerAt(this.base.words, position);
    if (delta === 0) return;
    this.deltas[position] = delta;
    this.changed = true;
  }
}

/** The edit of a whole weight. `merged` is W + ΔW, f32 in the shape of `base`. Null when nothing changes. */
export function buildEdit(base: Quantised, merged: Float32Array, block = DEFAULT_BLOCK): EditedWeight | null {
  const builder = new EditBuilder(base, block);
  builder.round(0, merged);
  return builder.finish();
}
