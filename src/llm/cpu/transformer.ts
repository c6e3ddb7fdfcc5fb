import type { ModelConfig } from '../../weights/config.ts';
import type { SequenceId } from '../executor.ts';
import { rotationsOf } from '../rotations.ts';
import { BLOCK } from '../sequences.ts';
import type { Arena } from './arena.ts';
import type { Cache } from './cache.ts';
import type { Kernels } from './kernels.ts';
import type { LayerWeights, Linear, Weights } from './weights.ts';

/** One token at one position of a sequence. */
export interface Row {
  sequence: SequenceId;
  token: number;
  position: number;
}

/** Rows that go through the layers together. */
export const MAX_ROWS = 128;

/**
 * Qwen2 and Qwen3 (grouped-query attention, rotary positions, RMSNorm, SwiGLU; biases on queries, keys and values, or
 * norms on the heads of queries and keys), as in Hugging Face transformers' `modeling_qwen2.py` and
 * `modeling_qwen3.py`, in single precision. Nothing that is computed for a row depends
 * on which other rows are there.
 */
export class Transformer {
  private readonly buffers;

  constructor(
    private readonly model: ModelConfig,
    private readonly weights: Weights,
    private readonly arena: Arena,
    private readonly cache: Cache,
    private readonly kernels: Kernels,
  ) {
    const { hiddenSize, intermediateSize, heads, headDim, contextLength } = model;
    const attention = weights.layers[0]?.attention.rows ?? 0;
    const floats = (count: number) => arena.allocate(count * 4);
    this.buffers = {
      /** The residual stream. */
      hidden: floats(MAX_ROWS * hiddenSize),
      normed: floats(MAX_ROWS * Math.max(hiddenSize, heads * headDim, intermediateSize)),
      projected: floats(MAX_ROWS * Math.max(attention, hiddenSize, 2 * intermediateSize)),
      scratch: floats(4 * Math.max(hiddenSize, heads * headDim, intermediateSize)),
      scores: floats(contextLength + 4),
      logits: floats(MAX_ROWS * weights.head.tiles * 4),
    };
  }

  /**
   * Writes the rows' keys and values into the cache, which must have room, and tells the logits of `wanted` rows, f32
   * `[vocabularySize]`, which are to be copied.
   */
  run(
    rows: readonly Row[],
    wanted: readonly number[],
    tell: (row: number, logits: Float32Array) => void,
  ): void {
    const { hidden, normed, projected } = this.buffers;
    for (const [r, { token }] of rows.entries()) this.embed(token, (hidden >> 2) + r * this.model.hiddenSize);
    const positions = rows.map(({ position }) => position);
    const rotation = rotationsOf(positions, this.model);
    this.weights.layers.forEach((layer, n) => {
      this.normalise(hidden, normed, rows.length, layer.inputNorm);
      this.multiply(layer.attention, normed, rows.length, projected);
      this.attend(layer, n, rows, rotation);
      this.addProduct(layer.output, rows.length);
      this.normalise(hidden, normed, rows.length, layer.postNorm);
      this.multiply(layer.gateUp, normed, rows.length, projected);
      this.gate(rows.length);
      this.addProduct(layer.down, rows.length);
    });
    this.head(wanted, tell);
  }

  private embed(token: number, to: number): void {
    const { columns, place } = this.weights.embedding;
    const { f32, u32 } = this.arena;
    if ('dense' in place) {
      const first = (place.dense >> 2) + (token >> 2) * columns * 4 + (token & 3) * 4;
      for (let i = 0; i < columns; i++) f32[to + i] = f32[first + (i >> 2) * 16 + (i & 3)];
      return;
    }
    const { words, scales } = place;
    for (let i = 0; i < columns; i++) {
      const word = u32[(words >> 2) + ((token * columns + i) >> 3)];
      const scale = f32[(scales >> 2) + ((token * columns + i) >> 5)];
      f32[to + i] = (((word >>> ((i & 7) * 4)) & 15) - 7) * scale;
    }
  }

  private normalise(from: number, to: number, rows: number, weight: Float32Array): void {
    const { f32 } = this.arena;
    const size = this.model.hiddenSize;
    for (let r = 0; r < rows; r++) {
      const source = (from >> 2) + r * size;
      const target = (to >> 2) + r * size;
      let squares = 0;
      for (let i = 0; i < size; i++) squares += f32[source + i] * f32[source + i];
      const factor = 1 / Math.sqrt(squares / size + this.model.rmsNormEps);
      for (let i = 0; i < size; i++) f32[target + i] = f32[source + i] * factor * weight[i];
    }
  }

  private multiply(linear: Linear, x: number, rows: number, y: number): void {
    const { columns, place, tiles } = linear;
    if ('dense' in place) this.kernels.matmulDense(x, rows, columns, place.dense, tiles, y);
    else this.kernels.matmul(x, rows, columns, place.words, place.scales, tiles, y, this.buffers.scratch);
  }

  /** hidden += linear · normed, through `projected`. */
  private addProduct(linear: Linear, rows: number): void {
    const { hidden, normed, projected } = this.buffers;
    this.multiply(linear, normed, rows, projected);
    const { f32 } = this.arena;
    const count = rows * this.model.hiddenSize;
    for (let i = 0; i < count; i++) f32[(hidden >> 2) + i] += f32[(projected >> 2) + i];
  }

  /** From queries, keys and values in `projected` to the heads' sums in `normed`; keys and values go to the cache. */
  private attend(layer: LayerWeights, n: number, rows: readonly Row[], rotation: Float32Array): void {
    const { heads, kvHeads, headDim } = this.model;
    const { f32 } = this.arena;
    const { normed, projected, scores } = this.buffers;
    const width = layer.attention.rows;
    const keys = n * 2 * this.cache.partBytes;
    const values = keys + this.cache.partBytes;
    rows.forEach(({ sequence, position }, r) => {
      const at = (projected >> 2) + r * width;
      if (layer.bias) for (let i = 0; i < width; i++) f32[at + i] += layer.bias[i];
      if (layer.headNorms) {
        const { queries, keys: ofKeys } = layer.headNorms;
        for (let head = 0; head < heads + kvHeads; head++)
          this.normaliseHead(at + head * headDim, head < heads ? queries : ofKeys);
      }
      for (let head = 0; head < heads + kvHeads; head++)
        rotate(f32, at + head * headDim, headDim, rotation, r);
      const block = this.cache.blockAt(sequence, position);
      for (let head = 0; head < kvHeads; head++) {
        const offset = (head * BLOCK + (position % BLOCK)) * headDim;
        const key = at + (heads + head) * headDim;
        const value = key + kvHeads * headDim;
        f32.copyWithin(((block + keys) >> 2) + offset, key, key + headDim);
        f32.copyWithin(((block + values) >> 2) + offset, value, value + headDim);
      }
    });
    rows.forEach(({ sequence, position }, r) => {
      this.kernels.attend(
        projected + r * width * 4,
        this.cache.table(sequence),
        keys,
        values,
        position + 1,
        heads,
        heads / kvHeads,
        headDim,
        1 / Math.sqrt(headDim),
        scores,
        normed + r * heads * headDim * 4,
      );
    });
  }

  /** RMSNorm of one head of a query or key, in place. */
  private normaliseHead(at: number, weight: Float32Array): void {
    const { f32 } = this.arena;
    let squares = 0;
    for (let i = 0; i < weight.length; i++) squares += f32[at + i] * f32[at + i];
    const factor = 1 / Math.sqrt(squares / weight.length + this.model.rmsNormEps);
    for (let i = 0; i < weight.length; i++) f32[at + i] *= factor * weight[i];
  }

  /** SwiGLU: silu(gate) · up, from `projected` `[rows, gate then up]` to `normed`. */
  private gate(rows: number): void {
    const { f32 } = this.arena;
    const size = this.model.intermediateSize;
    for (let r = 0; r < rows; r++) {
      const gate = (this.buffers.projected >> 2) + r * 2 * size;
      const to = (this.buffers.normed >> 2) + r * size;
      for (let i = 0; i < size; i++) {
        const x = f32[gate + i];
        f32[to + i] = (x / (1 + Math.exp(-x))) * f32[gate + size + i];
      }
    }
  }

  private head(wanted: readonly number[], tell: (row: number, logits: Float32Array) => void): void {
    if (wanted.length === 0) return;
    const { hidden, normed, logits } = this.buffers;
    const bytes = this.model.hiddenSize * 4;
    const { head, norm } = this.weights;
    for (const [i, row] of wanted.entries())
      this.normalise(hidden + row * bytes, normed + i * bytes, 1, norm);
    this.multiply(head, normed, wanted.length, logits);
    const stride = head.tiles * 4;
    for (const [i, row] of wanted.entries()) {
      const start = (logits >> 2) + i * stride;
      tell(row, this.arena.f32.subarray(start, start + head.rows));
    }
  }
}

/** Rotates the halves of a head against each other, as Qwen2 does: (x₁, x₂) → (x₁cos − x₂sin, x₂cos + x₁sin). */
function rotate(f32: Float32Array, at: number, headDim: number, rotation: Float32Array, row: number): void {
  const half = headDim / 2;
  for (let i = 0; i < half; i++) {
    const cos = rotation[(row * half + i) * 2];
    const sin = rotation[(row * half + i) * 2 + 1];
    const a = f32[at + i];
    const b = f32[at + half + i];
    f32[at + i] = a * cos - b * sin;
    f32[at + half + i] = b * cos + a * sin;
  }
}
