import { readFile } from 'node:fs/promises';
import type { Library } from '../../src/weights/library.ts';

const FIXTURE = new URL('../../test/fixtures/llm/packed/', import.meta.url);

/** An `mlc-chat-config.json` for a library's model; what its metadata does not say is as Qwen2 and Qwen3 have it. */
export function chatConfigFor(library: Library, ropeTheta: number) {
  const { cache, parameters, contextLength, modelType } = library;
  const shapeOf = (name: string) => {
    const parameter = parameters.find((one) => one.name === name);
    if (!parameter)
      throw new Error(`The library has no parameter ${name}; only Qwen2 and Qwen3 can be made.`);
    return parameter.shape;
  };
  const [vocabularySize] = shapeOf('model.embed_tokens.q_weight');
  const [, packed] = shapeOf('model.layers.0.mlp.down_proj.q_weight');
  return {
    version: '0.1.0',
    model_type: modelType,
    quantization: library.quantisation,
    model_config: {
      hidden_act: 'silu',
      hidden_size: shapeOf('model.norm.weight')[0],
      intermediate_size: packed * 8,
      num_attention_heads: cache.heads,
      num_hidden_layers: cache.layers,
      num_key_value_heads: cache.kvHeads,
      head_dim: cache.headDim,
      rms_norm_eps: 1e-6,
      rope_theta: ropeTheta,
      vocab_size: vocabularySize,
      tie_word_embeddings: !parameters.some(({ name }) => name.startsWith('lm_head')),
      context_window_size: contextLength,
      prefill_chunk_size: library.prefillChunk,
    },
    vocab_size: vocabularySize,
    context_window_size: contextLength,
    prefill_chunk_size: library.prefillChunk,
    sliding_window_size: -1,
    attention_sink_size: -1,
    tokenizer_files: ['tokenizer.json', 'tokenizer_config.json'],
    tokenizer_info: { token_postproc_method: 'byte_level', prepend_space_in_encode: false },
    temperature: 1,
    top_p: 1,
    repetition_penalty: 1,
    conv_template: {
      name: 'chatml',
      system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
      system_message: '',
      roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
      role_templates: {
        user: '{user_message}',
        assistant: '{assistant_message}',
        tool: '{tool_message}',
      },
      messages: [],
      seps: ['<|im_end|>\n'],
      role_content_sep: '\n',
      role_empty_sep: '\n',
      stop_str: [],
      stop_token_ids: [],
    },
  };
}

/** The small tokenizer of the tests, filled up with tokens that no text has until there are as many as asked for. */
export async function syntheticTokenizer(size: number) {
  const read = (name: string) => readFile(new URL(name, FIXTURE), 'utf8');
  const tokenizer = JSON.parse(await read('tokenizer.json'));
  const taken = new Set<number>([
    ...Object.values<number>(tokenizer.model.vocab),
    ...tokenizer.added_tokens.map(({ id }: { id: number }) => id),
  ]);
  for (let id = 0; id < size; id++) if (!taken.has(id)) tokenizer.model.vocab[`~${id}`] = id;
  return { tokenizer: JSON.stringify(tokenizer), tokenizerConfig: await read('tokenizer_config.json') };
}
