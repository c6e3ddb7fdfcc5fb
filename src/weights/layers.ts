import type { ModelConfig } from './config.ts';

/** A quantised layer of an MLC repository and the checkpoint's projections that it stacks, rows below rows. */
export interface LinearLayer {
  /** MLC's name without `.q_weight`. */
  name: string;
  parts: { name: string; rows: number }[];
  columns: number;
}

/** Everything quantised in a Qwen2 model, embedding and head included, in the order of a repository. */
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

/** The names of the RMSNorm weights, `[hiddenSize]` halves each. */
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

/** Rows of a layer, all its parts together. */
export function rowsOf(layer: LinearLayer): number {
  return layer.parts.reduce((sum, part) => sum + part.rows, 0);
}
