import { fromHalf, toHalf } from './f16.ts';

/**
 * MLC's `q4f16_1`: groups of 32 weights along the input share one half-precision scale; a weight is
 * `(q − 7)·scale` with `q` in 0…14 (a role pack may also use 15); eight `q` stand in a u32, the first in its low bits.
 */
export const GROUP = 32;
export const PER_WORD = 8;
export const ZERO = 7;

/** A linear layer's weight, `rows` outputs by `columns` inputs. */
export interface Quantised {
  rows: number;
  columns: number;
  /** u32 `[rows, columns / 8]`. */
  words: Uint32Array;
  /** `[rows, columns / 32]`: halves as bits, or single precision in `q4f32_1`. */
  scales: Uint16Array | Float32Array;
}

/** The scale of a group of 32 weights. */
export function scaleAt({ scales }: Pick<Quantised, 'scales'>, group: number): number {
  return scales instanceof Uint16Array ? fromHalf(scales[group]) : scales[group];
}

/** The integer nearest to `weight / scale`, ties upwards, moved into storage; `top` is 14 for a base and 15 for a role. */
export function quantiseOne(weight: number, scale: number, top: 14 | 15): number {
  return Math.min(top, Math.max(0, Math.floor(weight / scale + 0.5) + ZERO));
}

/** Quantises f32 `[rows, columns]` as MLC does: scale = max|w| / 7 as a half, q = round(w / scale) + 7 in 0…14. */
export function quantise(
  weights: Float32Array,
  rows: number,
  columns: number,
): Quantised & { scales: Uint16Array } {
  if (columns % GROUP !== 0)
    throw new RangeError(`q4f16_1 needs inputs in groups of ${GROUP}; got ${columns}`);
  const words = new Uint32Array((rows * columns) / PER_WORD);
  const scales = new Uint16Array((rows * columns) / GROUP);
  for (let group = 0; group < scales.length; group++) {
    const start = group * GROUP;
    let largest = 0;
    for (let i = start; i < start + GROUP; i++) largest = Math.max(largest, Math.abs(weights[i]));
    scales[group] = toHalf(Math.fround(largest / ZERO));
    const scale = fromHalf(scales[group]);
    for (let i = start; i < start + GROUP; i++) {
      const q = scale === 0 ? ZERO : quantiseOne(weights[i], scale, 14);
      words[i >> 3] |= q << ((i & 7) * 4);
    }
  }
  return { rows, columns, words, scales };
}

/** The integer at a row-major position. */
export function integerAt(words: Uint32Array, position: number): number {
  return (words[position >> 3] >>> ((position & 7) * 4)) & 15;
}

/** f32 `[rows, columns]` of a quantised weight. */
export function dequantise(quantised: Quantised): Float32Array<ArrayBuffer> {
  const { words, rows, columns } = quantised;
  const weights = new Float32Array(rows * columns);
  for (let i = 0; i < weights.length; i++) {
    weights[i] = (integerAt(words, i) - ZERO) * scaleAt(quantised, (i / GROUP) | 0);
  }
  return weights;
}
