import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelConfig } from '../../src/weights/config.ts';
import { PackError } from './errors.ts';

/** Reads a Hugging Face `config.json` of the Qwen2 or Qwen3 (dense) architecture. */
export async function readCheckpointConfig(folder: string): Promise<ModelConfig> {
  const config = await readJson(join(folder, 'config.json'));
  const type = config['model_type'];
  if (type !== 'qwen2' && type !== 'qwen3')
    throw new PackError(`model_type is ${type}; only qwen2 and qwen3 are packed`);
  if (config['use_sliding_window'] === true) throw new PackError('sliding-window attention is not packed');
  const rope = (config['rope_parameters'] ?? config['rope_scaling'] ?? {}) as Record<string, unknown>;
  const ropeType = rope['rope_type'] ?? rope['type'] ?? 'default';
  if (ropeType !== 'default') throw new PackError(`RoPE scaling ${ropeType} is not packed`);
  const number = (key: string, fallback?: unknown) => {
    const value = config[key] ?? fallback;
    if (typeof value !== 'number') throw new PackError(`config.json has no ${key}`);
    return value;
  };
  const heads = number('num_attention_heads');
  return {
    quantisation: 'q4f16_1',
    hiddenSize: number('hidden_size'),
    intermediateSize: number('intermediate_size'),
    layers: number('num_hidden_layers'),
    heads,
    kvHeads: number('num_key_value_heads', heads),
    headDim: number('head_dim', number('hidden_size') / heads),
    vocabularySize: number('vocab_size'),
    rmsNormEps: number('rms_norm_eps'),
    ropeTheta: number('rope_theta', rope['rope_theta'] ?? 10000),
    tied: config['tie_word_embeddings'] === true,
    attentionBias: type === 'qwen2' || config['attention_bias'] === true,
    headNorms: type === 'qwen3',
    contextLength: number('max_position_embeddings'),
  };
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new PackError(`${path} is not JSON; it was cut off or damaged`, { cause });
  }
}
