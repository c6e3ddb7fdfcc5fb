import type { ModelConfig } from '../../weights/config.ts';
import { linearLayers, rowsOf, tensorsOf } from '../../weights/layers.ts';
import { expectTensor, floatsOf, missingTensor, type StoredTensor } from '../../weights/repository.ts';
import { Arena } from './arena.ts';

/** A weight matrix in the arena. Rows are padded with zeros to whole tiles of four, which the kernel works in. */
export interface Linear {
  rows: number;
  columns: number;
  tiles: number;
  /**
   * Addresses: in four bits of u32 `[4·tiles, columns / 8]` and f32 `[4·tiles, columns / 32]`, else of f32 `[tiles,
   * columns / 4, 4, 4]`, as `Kernels.matmulDense` reads it.
   */
  place: { words: number; scales: number } | { dense: number };
}

export interface LayerWeights {
  inputNorm: Float32Array;
  attention: Linear;
  /** Of queries, keys and values, `[rows of attention]`. */
  bias: Float32Array | null;
  /** `[headDim]` each. */
  headNorms: { queries: Float32Array; keys: Float32Array } | null;
  output: Linear;
  postNorm: Float32Array;
  gateUp: Linear;
  down: Linear;
}

export interface Weights {
  /** By MLC's name, e.g. `model.layers.0.mlp.down_proj`: what a role pack edits. */
  linears: Map<string, Linear>;
  embedding: Linear;
  layers: LayerWeights[];
  norm: Float32Array;
  head: Linear;
}

/** Numbers that are made single at a time, so that a large tensor needs no second copy. */
const PART = 1 << 18;

/** Puts a repository's tensors into an arena as they come: integers stay in four bits, the rest becomes single precision. */
export class WeightPlacer {
  readonly arena = new Arena();
  private readonly linears = new Map<string, Linear>();
  private readonly vectors = new Map<string, Float32Array>();
  private readonly missing: Map<string, { dtype: string; shape: readonly number[] }>;

  constructor(private readonly model: ModelConfig) {
    this.missing = new Map(tensorsOf(model).map((tensor) => [tensor.name, tensor]));
    for (const layer of linearLayers(model)) {
      const [rows, { columns }] = [rowsOf(layer), layer];
      const tiles = Math.ceil(rows / 4);
      const integers = () => ({
        words: this.arena.allocate(tiles * 2 * columns),
        scales: this.arena.allocate((tiles * columns) / 2),
      });
      const dense = () => ({ dense: this.arena.allocate(tiles * 16 * columns) });
      const place = model.quantisation.startsWith('q0') ? dense() : integers();
      this.linears.set(layer.name, { rows, columns, tiles, place });
    }
  }

  /** Takes a tensor over; one that the model has no use for is passed by. Throws `WeightsError` for one that does not fit. */
  place(tensor: StoredTensor): void {
    const { name } = tensor.record;
    const wanted = this.missing.get(name);
    if (!wanted) return;
    expectTensor(tensor.record, wanted.dtype, wanted.shape);
    this.missing.delete(name);
    const linear = this.linears.get(name.replace(/\.(q_weight|q_scale|weight)$/, ''));
    if (!linear) this.vectors.set(name, floatsOf(tensor));
    else if ('dense' in linear.place) this.placeTiles(tensor, linear, linear.place.dense);
    else if (name.endsWith('.q_scale')) this.placeFloats(tensor, linear.place.scales);
    else new Uint8Array(this.arena.u32.buffer, linear.place.words).set(tensor.bytes);
  }

  /** Throws `WeightsError` when a tensor has not come. */
  finish(): Weights {
    for (const name of this.missing.keys()) throw missingTensor(name);
    const linear = (name: string) => this.linears.get(name)!;
    const vector = (name: string) => this.vectors.get(name)!;
    const { layers: count, attentionBias, headNorms, tied } = this.model;
    const layers = Array.from({ length: count }, (_, n): LayerWeights => {
      const name = `model.layers.${n}`;
      const attention = `${name}.self_attn`;
      const norms = () => ({
        queries: vector(`${attention}.q_norm.weight`),
        keys: vector(`${attention}.k_norm.weight`),
      });
      return {
        inputNorm: vector(`${name}.input_layernorm.weight`),
        attention: linear(`${attention}.c_attn`),
        bias: attentionBias ? vector(`${attention}.c_attn.bias`) : null,
        headNorms: headNorms ? norms() : null,
        output: linear(`${attention}.o_proj`),
        postNorm: vector(`${name}.post_attention_layernorm.weight`),
        gateUp: linear(`${name}.mlp.gate_up_proj`),
        down: linear(`${name}.mlp.down_proj`),
      };
    });
    const embedding = linear('model.embed_tokens');
    const norm = vector('model.norm.weight');
    return { linears: this.linears, embedding, layers, norm, head: tied ? embedding : linear('lm_head') };
  }

  private placeFloats(tensor: StoredTensor, address: number): void {
    for (const [start, values] of parts(tensor)) this.arena.f32.set(values, (address >> 2) + start);
  }

  private placeTiles(tensor: StoredTensor, { columns }: Linear, address: number): void {
    const { f32 } = this.arena;
    for (const [start, values] of parts(tensor)) {
      for (let i = 0; i < values.length; i++) {
        const row = Math.floor((start + i) / columns);
        const column = (start + i) % columns;
        const tile = (address >> 2) + (row >> 2) * columns * 4;
        f32[tile + (column >> 2) * 16 + (row & 3) * 4 + (column & 3)] = values[i];
      }
    }
  }
}

/** A tensor's values in single precision, a part at a time, and where each part begins. */
function* parts({ record, bytes }: StoredTensor): Generator<[number, Float32Array]> {
  const size = bytes.length / record.shape.reduce((product, length) => product * length, 1);
  for (let at = 0; at < bytes.length; at += PART * size)
    yield [at / size, floatsOf({ record, bytes: bytes.subarray(at, at + PART * size) })];
}
