import { BLOCK } from '../sequences.ts';
import { EXP, type Kernels } from './kernels.ts';

const { fround } = Math;

/** The kernels' plain twin: the reference for the SIMD kernel, and what runs where there is none. */
export function createTypeScriptKernels(memory: WebAssembly.Memory): Kernels {
  return {
    adapter: 'TypeScript',
    matmul(x, rows, columns, words, scales, tiles, y, scratch) {
      const f32 = new Float32Array(memory.buffer);
      const u32 = new Uint32Array(memory.buffer);
      const row = f32.subarray(scratch >> 2, (scratch >> 2) + columns);
      const outputs = tiles * 4;
      for (let o = 0; o < outputs; o++) {
        const firstWord = (words >> 2) + (o * columns) / 8;
        const firstScale = (scales >> 2) + (o * columns) / 32;
        for (let i = 0; i < columns; i += 8)
          unpack(u32[firstWord + (i >> 3)], f32[firstScale + (i >> 5)], row, i);
        for (let r = 0; r < rows; r++)
          f32[(y >> 2) + r * outputs + o] = dot(f32, (x >> 2) + r * columns, row, columns);
      }
    },
    matmulDense(x, rows, columns, weights, tiles, y) {
      const f32 = new Float32Array(memory.buffer);
      const row = new Float32Array(columns);
      const outputs = tiles * 4;
      for (let o = 0; o < outputs; o++) {
        const first = (weights >> 2) + (o >> 2) * columns * 4 + (o & 3) * 4;
        for (let i = 0; i < columns; i++) row[i] = f32[first + (i >> 2) * 16 + (i & 3)];
        for (let r = 0; r < rows; r++)
          f32[(y >> 2) + r * outputs + o] = dot(f32, (x >> 2) + r * columns, row, columns);
      }
    },
    attend(q, table, keys, values, positions, heads, group, headDim, scale, scores, out) {
      const f32 = new Float32Array(memory.buffer);
      const u32 = new Uint32Array(memory.buffer);
      const weights = f32.subarray(scores >> 2, (scores >> 2) + positions + 4);
      for (let head = 0; head < heads; head++) {
        const query = (q >> 2) + head * headDim;
        const kv = ((head / group) | 0) * headDim * BLOCK;
        const place = (part: number, t: number) =>
          ((u32[(table >> 2) + ((t / BLOCK) | 0)] + part) >> 2) + kv + (t % BLOCK) * headDim;
        let max = Number.NEGATIVE_INFINITY;
        for (let t = 0; t < positions; t++) {
          weights[t] = dotInPairs(f32, query, place(keys, t), headDim) * fround(scale);
          max = Math.max(max, weights[t]);
        }
        weights.fill(Number.NEGATIVE_INFINITY, positions);
        const sums = new Float32Array(4);
        for (let t = 0; t < positions || t % 4 !== 0; t++) {
          weights[t] = exp(fround(weights[t] - max));
          sums[t % 4] += weights[t];
        }
        const sum = fround(fround(sums[0] + sums[2]) + fround(sums[1] + sums[3]));
        const result = f32.subarray((out >> 2) + head * headDim, (out >> 2) + (head + 1) * headDim).fill(0);
        for (let t = 0; t < positions; t++) {
          const value = place(values, t);
          const weight = weights[t];
          for (let d = 0; d < headDim; d++) result[d] += fround(weight * f32[value + d]);
        }
        for (let d = 0; d < headDim; d++) result[d] /= sum;
      }
    },
  };
}

/** Eight weights (q − 7)·scale of one word. Written out: a loop is half as fast, and this is most of decoding. */
function unpack(word: number, scale: number, to: Float32Array, at: number): void {
  to[at] = ((word & 15) - 7) * scale;
  to[at + 1] = (((word >> 4) & 15) - 7) * scale;
  to[at + 2] = (((word >> 8) & 15) - 7) * scale;
  to[at + 3] = (((word >> 12) & 15) - 7) * scale;
  to[at + 4] = (((word >> 16) & 15) - 7) * scale;
  to[at + 5] = (((word >> 20) & 15) - 7) * scale;
  to[at + 6] = (((word >> 24) & 15) - 7) * scale;
  to[at + 7] = ((word >>> 28) - 7) * scale;
}

/** A dot product in four lanes, added as (0 + 2) + (1 + 3). `a` is an index into `f32`. */
function dot(f32: Float32Array, a: number, b: Float32Array, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < length; i += 4) {
    s0 = fround(s0 + fround(f32[a + i] * b[i]));
    s1 = fround(s1 + fround(f32[a + i + 1] * b[i + 1]));
    s2 = fround(s2 + fround(f32[a + i + 2] * b[i + 2]));
    s3 = fround(s3 + fround(f32[a + i + 3] * b[i + 3]));
  }
  return fround(fround(s0 + s2) + fround(s1 + s3));
}

/** A dot product in two vectors of four lanes, added lane by lane before the lanes are. `a`, `b` index `f32`. */
function dotInPairs(f32: Float32Array, a: number, b: number, length: number): number {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < length; i += 8) {
    a0 = fround(a0 + fround(f32[a + i] * f32[b + i]));
    a1 = fround(a1 + fround(f32[a + i + 1] * f32[b + i + 1]));
    a2 = fround(a2 + fround(f32[a + i + 2] * f32[b + i + 2]));
    a3 = fround(a3 + fround(f32[a + i + 3] * f32[b + i + 3]));
    b0 = fround(b0 + fround(f32[a + i + 4] * f32[b + i + 4]));
    b1 = fround(b1 + fround(f32[a + i + 5] * f32[b + i + 5]));
    b2 = fround(b2 + fround(f32[a + i + 6] * f32[b + i + 6]));
    b3 = fround(b3 + fround(f32[a + i + 7] * f32[b + i + 7]));
  }
  const even = fround(fround(a0 + b0) + fround(a2 + b2));
  return fround(even + fround(fround(a1 + b1) + fround(a3 + b3)));
}

const constants = Float32Array.from([EXP.log2e, EXP.ln2High, EXP.ln2Low]);
const polynomial = Float32Array.from(EXP.polynomial);

function exp(x: number): number {
  let r = Math.max(x, EXP.lowest);
  const n = fround(fround(fround(r * constants[0]) + EXP.rounder) - EXP.rounder);
  r = fround(r - fround(n * constants[1]));
  r = fround(r - fround(n * constants[2]));
  let e = polynomial[0];
  for (let i = 1; i < polynomial.length; i++) e = fround(fround(e * r) + polynomial[i]);
  e = fround(fround(fround(e * fround(r * r)) + r) + 1);
  return fround(e * 2 ** n);
}
