import type { ModelConfig } from '../../weights/config.ts';
import { halvesToFloats } from '../../weights/f16.ts';
import { linearLayers, rowsOf } from '../../weights/layers.ts';
import type { Tensors } from '../../weights/repository.ts';
import type { Arena } from './arena.ts';

/** A quantised layer in the arena. Rows are padded with zeros to whole tiles of four, which the kernel works in. */
export interface Linear {
  rows: number;
  columns: number;
  tiles: number;
  /** Address of u32 `[4·tiles, columns / 8]`. */
  words: number;
  /** Address of f32 `[4·tiles, columns / 32]`. */
  scales: number;
}

export interface LayerWeights {
  inputNorm: Float32Array;
  attention: Linear;
  /** Of queries, keys and values, `[rows of attention]`. */
  bias: Float32Array;
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

/** Puts a repository's weights into the arena, still in four bits; scales become single precision. */
export function placeWeights(arena: Arena, model: ModelConfig, tensors: Tensors): Weights {
  const linears = new Map<string, Linear>();
  for (const layer of linearLayers(model)) {
    const { rows, columns, words, scales } = tensors.quantised(layer.name, rowsOf(layer), layer.columns);
    const tiles = Math.ceil(rows / 4);
    linears.set(layer.name, {
      rows,
      columns,
      tiles,
      words: arena.storeWords(words, (tiles * 4 * columns) / 8),
      scales: arena.storeFloats(halvesToFloats(new Uint8Array(scales.buffer)), (tiles * 4 * columns) / 32),
    });
  }
  const linear = (name: string) => linears.get(name)!;
  const norm = (name: string) => tensors.floats(`${name}.weight`, [model.hiddenSize]);
  const layers = Array.from({ length: model.layers }, (_, n): LayerWeights => {
    const name = `model.layers.${n}`;
    const attention = linear(`${name}.self_attn.c_attn`);
    return {
      inputNorm: norm(`${name}.input_layernorm`),
      attention,
      bias: tensors.floats(`${name}.self_attn.c_attn.bias`, [attention.rows]),
      output: linear(`${name}.self_attn.o_proj`),
      postNorm: norm(`${name}.post_attention_layernorm`),
      gateUp: linear(`${name}.mlp.gate_up_proj`),
      down: linear(`${name}.mlp.down_proj`),
    };
  });
  const embedding = linear('model.embed_tokens');
  return {
    linears,
    embedding,
    layers,
    norm: norm('model.norm'),
    head: model.tied ? embedding : linear('lm_head'),
  };
}
