import { WeightsError } from './errors.ts';
import { isObject, parseJson } from './json.ts';

export const CONFIG_PATH = 'mlc-chat-config.json';

/**
 * MLC's names for how weights are stored: `q4`, four-bit integers in groups of 32, or `q0`, as they are; `f16` or
 * `f32`, how scales, norms, biases and unquantised weights are.
 */
export const QUANTISATIONS = ['q4f16_1', 'q4f32_1', 'q0f16', 'q0f32'] as const;
export type Quantisation = (typeof QUANTISATIONS)[number];

/** The shape of a Qwen2 or Qwen3 (dense) transformer. */
export interface ModelConfig {
  quantisation: Quantisation;
  hiddenSize: number;
  intermediateSize: number;
  layers: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  vocabularySize: number;
  rmsNormEps: number;
  ropeTheta: number;
  /** Whether the output head is the embedding. */
  tied: boolean;
  /** Whether queries, keys and values have biases (Qwen2; Qwen3 only where its configuration says so). */
  attentionBias: boolean;
  /** Whether each head's queries and keys pass an RMSNorm before they are turned (Qwen3). */
  headNorms: boolean;
  contextLength: number;
}

/** MLC's `conv_template`: how messages become text. Its strings may hold special tokens; messages may not. */
export interface ConversationTemplate {
  system_template: string;
  roles: { user: string; assistant: string };
  seps: string[];
  role_content_sep: string;
  role_empty_sep: string;
  stop_str: string[];
  stop_token_ids: number[];
  /** Tokens that every text begins with; absent where there are none. */
  system_prefix_token_ids?: number[];
  /** False where the system's text stands within the first turn of the user, whose mark it brings along. */
  add_role_after_system_message?: boolean;
}

/** Of a family that is neither Qwen2 nor Qwen3 (`Model` is null then) only its compiled library knows the shape. */
export interface ChatConfig<Model extends ModelConfig | null = ModelConfig> {
  /** MLC's `model_type`. */
  type: string;
  quantisation: Quantisation;
  vocabularySize: number;
  contextLength: number;
  model: Model;
  template: ConversationTemplate;
}

/** Whether a `model_type` is of the families that our own kernels run and role packs are made for. */
export const isOwnFamily = (type: string): boolean => type === 'qwen2' || type === 'qwen3';

/** A bound for every size of a model, far above those that there are. */
const LARGEST = 2 ** 24;
const MOST_LAYERS = 1024;

/** Reads `mlc-chat-config.json` of a Qwen2 or Qwen3. Throws `WeightsError` for what our own kernels cannot run, by name. */
export function parseChatConfig(bytes: Uint8Array): ChatConfig {
  const config = parseAnyChatConfig(bytes);
  const { model, type } = config;
  if (!model) fail(`model_type is ${type}; only qwen2 and qwen3 can be run`);
  return { ...config, model };
}

/** Reads `mlc-chat-config.json` of any family. Throws `WeightsError`. */
export function parseAnyChatConfig(bytes: Uint8Array): ChatConfig<ModelConfig | null> {
  const config = parseJson(CONFIG_PATH, bytes);
  const type = String(config['model_type']);
  const stored = config['quantization'];
  const quantisation = QUANTISATIONS.find((name) => name === stored);
  if (!quantisation) fail(`quantization is ${stored}; only ${QUANTISATIONS.join(', ')} can be run`);
  const inner = config['model_config'];
  if (!isObject(inner)) fail('it has no model_config');
  const count = (key: string) => {
    const value = config[key] ?? inner[key];
    if (!(Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LARGEST))
      fail(`${key} is ${value}, not a number of tokens`);
    return value as number;
  };
  const model = isOwnFamily(type) ? readModel(inner, config, quantisation) : null;
  const { vocabularySize, contextLength } = model ?? {
    vocabularySize: count('vocab_size'),
    contextLength: count('context_window_size'),
  };
  const template = readTemplate(config['conv_template']);
  return { type, quantisation, vocabularySize, contextLength, model, template };
}

function readModel(
  model: Record<string, unknown>,
  config: Record<string, unknown>,
  quantisation: Quantisation,
): ModelConfig {
  const headNorms = config['model_type'] === 'qwen3';
  const number = (key: string, fallback?: unknown) => {
    const value = model[key] ?? fallback;
    if (typeof value !== 'number' || !(value > 0))
      fail(`model_config.${key} is ${value}, not a positive number`);
    return value;
  };
  const heads = number('num_attention_heads');
  const shape: ModelConfig = {
    quantisation,
    hiddenSize: number('hidden_size'),
    intermediateSize: number('intermediate_size'),
    layers: number('num_hidden_layers'),
    heads,
    kvHeads: number('num_key_value_heads'),
    headDim: number('head_dim', number('hidden_size') / heads),
    vocabularySize: number('vocab_size'),
    rmsNormEps: number('rms_norm_eps'),
    ropeTheta: number('rope_theta'),
    tied: model['tie_word_embeddings'] === true,
    attentionBias: !headNorms || model['attention_bias'] === true,
    headNorms,
    contextLength: number('context_window_size', config['context_window_size']),
  };
  const fractions = ['rmsNormEps', 'ropeTheta'];
  for (const [key, value] of Object.entries(shape)) {
    if (typeof value !== 'number' || fractions.includes(key)) continue;
    if (!Number.isInteger(value)) fail(`the model's ${key} is ${value}, not a whole number`);
    if (value > LARGEST) fail(`the model's ${key} is ${value}, which no model here comes near`);
  }
  if (shape.hiddenSize % 32 || shape.intermediateSize % 32 || (heads * shape.headDim) % 32) {
    fail(
      'hidden_size, intermediate_size and heads · head_dim must be multiples of 32, the quantisation group',
    );
  }
  if (shape.layers > MOST_LAYERS)
    fail(`the model has ${shape.layers} layers, which no model here comes near`);
  if (heads % shape.kvHeads) fail(`${heads} heads cannot share ${shape.kvHeads} key-value heads evenly`);
  if (shape.headDim % 4) fail(`head_dim is ${shape.headDim}; it must be a multiple of 4`);
  const act = model['hidden_act'];
  if (act !== undefined && act !== 'silu') fail(`hidden_act is ${act}; only silu can be run`);
  return shape;
}

function readTemplate(template: unknown): ConversationTemplate {
  if (!isObject(template)) fail('it has no conv_template');
  const text = (key: string, value: unknown) => {
    if (typeof value !== 'string') fail(`conv_template.${key} is not text`);
    return value;
  };
  const list = (key: string) => {
    const value = template[key];
    if (!Array.isArray(value)) fail(`conv_template.${key} is not a list`);
    return value;
  };
  const roles = isObject(template['roles']) ? template['roles'] : {};
  const seps = list('seps').map((item) => text('seps', item));
  if (seps.length === 0) fail('conv_template.seps is empty');
  return {
    system_template: text('system_template', template['system_template']),
    roles: {
      user: text('roles.user', roles['user']),
      assistant: text('roles.assistant', roles['assistant']),
    },
    seps,
    role_content_sep: text('role_content_sep', template['role_content_sep']),
    role_empty_sep: text('role_empty_sep', template['role_empty_sep']),
    stop_str: list('stop_str').map((item) => text('stop_str', item)),
    stop_token_ids: list('stop_token_ids').map(Number),
    ...(Array.isArray(template['system_prefix_token_ids']) && {
      system_prefix_token_ids: list('system_prefix_token_ids').map(Number),
    }),
    ...(template['add_role_after_system_message'] === false && { add_role_after_system_message: false }),
  };
}

function fail(message: string): never {
  throw new WeightsError(CONFIG_PATH, message);
}
