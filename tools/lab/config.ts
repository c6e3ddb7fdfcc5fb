import { readFile } from 'node:fs/promises';
import { isOwnFamily } from '../../src/weights/config.ts';
import type { Library, LibraryParameter } from '../../src/weights/library.ts';

const FIXTURE = new URL('../../test/fixtures/llm/packed/', import.meta.url);

/** A parameter with every length a number. */
export interface SizedParameter extends Omit<LibraryParameter, 'shape'> {
  shape: number[];
}

/** The parameters of a library, whose names for lengths all stand for the vocabulary's. */
export function sizedParameters({ parameters }: Library, vocabulary: number | null): SizedParameter[] {
  const known = parameters.map(({ shape }) => shape[0]).find((rows) => typeof rows === 'number');
  const size = vocabulary ?? known;
  return parameters.map(({ shape, ...rest }) => ({
    ...rest,
    shape: shape.map((length) => (typeof length === 'number' ? length : size!)),
  }));
}

/**
 * An `mlc-chat-config.json` for a library's model. What its metadata does not say is as Qwen2 and Qwen3 have it; of
 * other families only the library knows the shape.
 */
export function chatConfigFor(library: Library, parameters: readonly SizedParameter[], ropeTheta: number) {
  const { contextLength, modelType } = library;
  const vocabularySize = parameters[0]!.shape[0]!;
  const own = isOwnFamily(modelType) ? qwenShape(library, parameters, ropeTheta) : {};
  return {
    version: '0.1.0',
    model_type: modelType,
    quantization: library.quantisation,
    model_config: {
      ...own,
      vocab_size: vocabularySize,
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

function qwenShape({ cache }: Library, parameters: readonly SizedParameter[], ropeTheta: number) {
  const shapeOf = (name: string) => parameters.find((one) => one.name === name)!.shape;
  return {
    hidden_act: 'silu',
    hidden_size: shapeOf('model.norm.weight')[0],
    intermediate_size: shapeOf('model.layers.0.mlp.down_proj.q_weight')[1]! * 8,
    num_attention_heads: cache.heads,
    num_hidden_layers: cache.layers,
    num_key_value_heads: cache.kvHeads,
    head_dim: cache.headDim,
    rms_norm_eps: 1e-6,
    rope_theta: ropeTheta,
    tie_word_embeddings: !parameters.some(({ name }) => name.startsWith('lm_head')),
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
