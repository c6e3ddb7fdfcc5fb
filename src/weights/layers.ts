import type { ModelConfig } from './config.ts';
import type { TensorRecord } from './manifest.ts';

/** A weight matrix of an MLC repository and the checkpoint's projections that it stacks, rows below rows. */
export interface LinearLayer {
  /** MLC's name without `.q_weight` or `.weight`. */
  name: string;
  parts: { name: string; rows: number }[];
  columns: number;
}

/** Every weight matrix of a model, embedding and head included, in the order of a repository. */
export function linearLayers(model: ModelConfig): LinearLayer[] {
  const { hiddenSize, vocabularySize, intermediateSize, layers: count } = model;
  const query = model.heads * model.headDim;
  const keys = model.kvHeads * model.headDim;
  const vocabulary = (name: string) => ({
    name,
    parts: [{ name, rows: vocabularySize }],
    columns: hiddenSize,
  });
  const layers = [vocabulary('model.embed_tokens')];
  for (let n = 0; n < count; n++) {
    const attention = `model.layers.${n}.self_attn`;
    const mlp = `model.layers.${n}.mlp`;
    layers.push(
      {
        name: `${attention}.c_attn`,
        parts: [
          { name: `${attention}.q_proj`, rows: query },
          { name: `${attention}.k_proj`, rows: keys },
          { name: `${attention}.v_proj`, rows: keys },
        ],
        columns: hiddenSize,
      },
      {
        name: `${attention}.o_proj`,
        parts: [{ name: `${attention}.o_proj`, rows: hiddenSize }],
        columns: query,
      },
      {
        name: `${mlp}.gate_up_proj`,
        parts: [
          { name: `${mlp}.gate_proj`, rows: intermediateSize },
          { name: `${mlp}.up_proj`, rows: intermediateSize },
        ],
        columns: hiddenSize,
      },
      {
        name: `${mlp}.down_proj`,
        parts: [{ name: `${mlp}.down_proj`, rows: hiddenSize }],
        columns: intermediateSize,
      },
    );
  }
  if (!model.tied) layers.push(vocabulary('lm_head'));
  return layers;
}

/** The names of the residual stream's RMSNorm weights, `[hiddenSize]` each. */
export function normLayers({ layers }: ModelConfig): string[] {
  const names = [];
  for (let n = 0; n < layers; n++) {
    names.push(
      `model.layers.${n}.input_layernorm.weight`,
      `model.layers.${n}.post_attention_layernorm.weight`,
    );
  }
  return [...names, 'model.norm.weight'];
}

/** Norms and biases: everything of a model that is no matrix, in full names. */
export function vectorLayers(model: ModelConfig): { name: string; length: number }[] {
  const vectors = normLayers(model).map((name) => ({ name, length: model.hiddenSize }));
  for (let n = 0; n < model.layers; n++) {
    const attention = `model.layers.${n}.self_attn`;
    const width = (model.heads + 2 * model.kvHeads) * model.headDim;
    if (model.attentionBias) vectors.push({ name: `${attention}.c_attn.bias`, length: width });
    if (model.headNorms) {
      vectors.push(
        { name: `${attention}.q_norm.weight`, length: model.headDim },
        { name: `${attention}.k_norm.weight`, length: model.headDim },
      );
    }
  }
  return vectors;
}

/** What a repository must hold for a model: each tensor's name, type and shape. */
export function tensorsOf(model: ModelConfig): Pick<TensorRecord, 'name' | 'dtype' | 'shape'>[] {
  const dtype = model.quantisation.includes('f16') ? 'float16' : 'float32';
  const matrices = linearLayers(model).flatMap((layer) => {
    const { name, columns } = layer;
    const rows = rowsOf(layer);
    if (model.quantisation.startsWith('q0'))
      return [{ name: `${name}.weight`, dtype, shape: [rows, columns] }];
    return [
      { name: `${name}.q_weight`, dtype: 'uint32' as const, shape: [rows, columns / 8] },
      { name: `${name}.q_scale`, dtype, shape: [rows, columns / 32] },
    ];
  });
  const vectors = vectorLayers(model).map(({ name, length }) => ({ name, dtype, shape: [length] }));
  return [...matrices, ...vectors] as Pick<TensorRecord, 'name' | 'dtype' | 'shape'>[];
}

/** Rows of a layer, all its parts together. */
export function rowsOf(layer: LinearLayer): number {
  return layer.parts.reduce((sum, part) => sum + part.rows, 0);
}
