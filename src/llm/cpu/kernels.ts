/**
 * The inner loops of the transformer, over one linear memory. Addresses are bytes. Both implementations take
 * every sum in the same order in single precision, four lanes side by side, so that they give the same bits: a seed
 * gives the same program with and without SIMD.
 */
export interface Kernels {
  /** What they run on, for people. */
  readonly adapter: string;
  /**
   * y = x·Wᵀ. `x` f32 `[rows, columns]`; W in q4f16_1: `words` u32 `[4·tiles, columns / 8]`, `scales` f32
   * `[4·tiles, columns / 32]`; `y` f32 `[rows, 4·tiles]`; `scratch` holds 4 · columns floats.
   * Four rows of W at a time are unpacked once for all rows of x.
   */
  matmul(
    x: number,
    rows: number,
    columns: number,
    words: number,
    scales: number,
    tiles: number,
    y: number,
    scratch: number,
  ): void;
  /**
   * y = x·Wᵀ for W that is not quantised: f32 `[tiles, columns / 4, 4, 4]`, of tile t, chunk c, row j and column i the
   * weight of output 4t + j and input 4c + i. `x` and `y` as above.
   */
  matmulDense(x: number, rows: number, columns: number, weights: number, tiles: number, y: number): void;
  /**
   * One position's attention over `positions` keys and values: softmax(scale · q·Kᵀ)·V for each head. `q` and `out`
   * f32 `[heads, headDim]`; `table` u32: the sequence's cache blocks; in a block, at `keys`, K f32 `[kvHeads,
   * BLOCK (`sequences.ts`), headDim]`, at `values`, V in the same shape; `group` heads share a key-value head; `scores` holds
   * positions + 4 floats. headDim is a multiple of 8.
   */
  attend(
    q: number,
    table: number,
    keys: number,
    values: number,
    positions: number,
    heads: number,
    group: number,
    headDim: number,
    scale: number,
    scores: number,
    out: number,
  ): void;
}

/**
 * e^x in single precision after Cephes' `expf`: x = n·ln 2 + r, a polynomial for e^r, times 2^n. Below −87 it gives
 * e^−87, so that all powers of two are normal numbers.
 */
export const EXP = {
  lowest: -87,
  log2e: Math.LOG2E,
  /** Added and taken off again, it rounds to the nearest integer, ties to even. */
  rounder: 12582912,
  ln2High: 0.693359375,
  ln2Low: -2.1219444e-4,
  polynomial: [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5],
} as const;
