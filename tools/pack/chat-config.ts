import type { ConversationTemplate, ModelConfig } from '../../src/weights/config.ts';

/** ChatML, as Qwen2 and Qwen3 speak it: no system message is put in where there is none. */
export function chatMl(
  stopTokens: number[],
): Omit<ConversationTemplate, 'system_prefix_token_ids'> & Record<string, unknown> {
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
    model_type: model.headNorms ? 'qwen3' : 'qwen2',
    quantization: model.quantisation,
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
      ...(model.headNorms && { attention_bias: model.attentionBias }),
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
