import type { ModelConfig } from '../../../src/weights/config.ts';
import { linearLayers, rowsOf } from '../../../src/weights/layers.ts';
import { dequantise } from '../../../src/weights/q4f16.ts';
import { floatsOf, type StoredTensor } from '../../../src/weights/repository.ts';

/**
 * Qwen2 and Qwen3 written down as plainly as can be, in double precision and without a cache: what the executors are
 * held against. Gives the logits after every token.
 */
export function referenceLogits(
  model: ModelConfig,
  tensors: readonly StoredTensor[],
  tokens: readonly number[],
): Float64Array[] {
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, rmsNormEps, ropeTheta } = model;
  const vectors = new Map(tensors.map((tensor) => [tensor.record.name, tensor]));
  const floats = (name: string) => Float64Array.from(floatsOf(vectors.get(name)!));
  const matrices = new Map(linearLayers(model).map((layer) => [layer.name, matrixOf(layer.name)]));
  const embedding = matrices.get('model.embed_tokens')!;
  let stream = tokens.map((token) => embedding.slice(token * hiddenSize, (token + 1) * hiddenSize));

  function matrixOf(name: string): Float64Array {
    if (model.quantisation.startsWith('q0')) return floats(`${name}.weight`);
    const layer = linearLayers(model).find((one) => one.name === name)!;
    const words = new Uint32Array(vectors.get(`${name}.q_weight`)!.bytes.slice().buffer);
    const scales = floatsOf(vectors.get(`${name}.q_scale`)!);
    return Float64Array.from(dequantise({ rows: rowsOf(layer), columns: layer.columns, words, scales }));
  }
  function multiply(name: string, x: Float64Array): Float64Array {
    const w = matrices.get(name)!;
    const y = new Float64Array(w.length / x.length);
    for (let o = 0; o < y.length; o++) for (let i = 0; i < x.length; i++) y[o] += w[o * x.length + i] * x[i];
    return y;
  }
  function norm(x: Float64Array, weight: Float64Array): Float64Array {
    const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    return x.map((value, i) => (value / Math.sqrt(mean + rmsNormEps)) * weight[i]);
  }
  function turn(x: Float64Array, position: number): Float64Array {
    const half = headDim / 2;
    return x.map((value, i) => {
      const angle = position * ropeTheta ** ((-2 * (i % half)) / headDim);
      const other = i < half ? -x[i + half] : x[i - half];
      return value * Math.cos(angle) + other * Math.sin(angle);
    });
  }
  /** One head of every position: queries' heads first, then keys', then values'. */
  function headsOf(layer: string, rows: Float64Array[]): Float64Array[][] {
    const bias = model.attentionBias ? floats(`${layer}.self_attn.c_attn.bias`) : null;
    const [q, k] = ['q', 'k'].map((part) =>
      model.headNorms ? floats(`${layer}.self_attn.${part}_norm.weight`) : null,
    );
    return rows.map((x, position) => {
      const all = multiply(`${layer}.self_attn.c_attn`, x).map((value, i) => value + (bias?.[i] ?? 0));
      return Array.from({ length: heads + 2 * kvHeads }, (_, head) => {
        const values = all.slice(head * headDim, (head + 1) * headDim);
        if (head >= heads + kvHeads) return values;
        const weight = head < heads ? q : k;
        return turn(weight ? norm(values, weight) : values, position);
      });
    });
  }
  function attend(all: Float64Array[][], position: number): Float64Array {
    const out = new Float64Array(heads * headDim);
    for (let head = 0; head < heads; head++) {
      const shared = heads + Math.floor(head / (heads / kvHeads));
      const query = all[position][head];
      const scores = all
        .slice(0, position + 1)
        .map((at) => at[shared].reduce((sum, value, i) => sum + value * query[i], 0) / Math.sqrt(headDim));
      const peak = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - peak));
      const total = weights.reduce((a, b) => a + b, 0);
      weights.forEach((weight, t) => {
        const values = all[t][shared + kvHeads];
        for (let i = 0; i < headDim; i++) out[head * headDim + i] += (weight / total) * values[i];
      });
    }
    return out;
  }
  const added = (x: Float64Array, y: Float64Array) => x.map((value, i) => value + y[i]);

  for (let n = 0; n < model.layers; n++) {
    const layer = `model.layers.${n}`;
    const [inputNorm, postNorm] = ['input_layernorm', 'post_attention_layernorm'].map((name) =>
      floats(`${layer}.${name}.weight`),
    );
    const all = headsOf(
      layer,
      stream.map((x) => norm(x, inputNorm)),
    );
    stream = stream.map((x, t) => added(x, multiply(`${layer}.self_attn.o_proj`, attend(all, t))));
    stream = stream.map((x) => {
      const both = multiply(`${layer}.mlp.gate_up_proj`, norm(x, postNorm));
      const gated = both
        .slice(0, intermediateSize)
        .map((gate, i) => (gate / (1 + Math.exp(-gate))) * both[intermediateSize + i]);
      return added(x, multiply(`${layer}.mlp.down_proj`, gated));
    });
  }
  const last = floats('model.norm.weight');
  const head = model.tied ? 'model.embed_tokens' : 'lm_head';
  return stream.map((x) => multiply(head, norm(x, last)));
}
