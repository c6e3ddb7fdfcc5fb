import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationTemplate, ModelConfig } from '../../src/weights/config.ts';
import { PackError } from './errors.ts';

/** Reads a Hugging Face `config.json` of the Qwen2 architecture. */
export async function readQwen2Config(folder: string): Promise<ModelConfig> {
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
  if (config['model_type'] !== 'qwen2')
    throw new PackError(`model_type is ${config['model_type']}; only qwen2 is packed`);
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
    attentionBias: true,
    headNorms: false,
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
    contextLength: number('max_position_embeddings'),
  };
}

/** ChatML, as Qwen2 speaks it: no system message is put in where there is none. */
export function chatMl(stopTokens: number[]): ConversationTemplate & Record<string, unknown> {
  return {
    name: 'chatml',
    system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
    system_message: '',
    system_prefix_token_ids: null,
    add_role_after_system_message: true,
    roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
    role_templates: { user: '{user_message}', assistant: '{assistant_message}', tool: '{tool_message}' },
    messages: [],
    seps: ['<|im_end|>\n'],
    role_content_sep: '\n',
    role_empty_sep: '\n',
    stop_str: ['<|im_end|>'],
    stop_token_ids: stopTokens,
    function_string: '',
    use_function_calling: false,
  };
}

/** MLC's `mlc-chat-config.json` for a model, with the fields of the repositories that MLC publishes. */
export function mlcChatConfig(model: ModelConfig, template: object, tokenizerFiles: string[]): object {
  const window = {
    context_window_size: model.contextLength,
    prefill_chunk_size: Math.min(2048, model.contextLength),
  };
  return {
    version: '0.1.0',
    model_type: 'qwen2',
    quantization: 'q4f16_1',
    model_config: {
      hidden_act: 'silu',
      hidden_size: model.hiddenSize,
      intermediate_size: model.intermediateSize,
      num_attention_heads: model.heads,
      num_hidden_layers: model.layers,
      num_key_value_heads: model.kvHeads,
      rms_norm_eps: model.rmsNormEps,
      rope_theta: model.ropeTheta,
      vocab_size: model.vocabularySize,
      tie_word_embeddings: model.tied,
      ...window,
      tensor_parallel_shards: 1,
      head_dim: model.headDim,
      dtype: 'float32',
      max_batch_size: 128,
    },
    vocab_size: model.vocabularySize,
    ...window,
    sliding_window_size: -1,
    attention_sink_size: -1,
    tensor_parallel_shards: 1,
    tokenizer_files: tokenizerFiles,
    conv_template: template,
  };
}
