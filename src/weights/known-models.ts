import type { ModelConfig, Quantisation } from './config.ts';
import { tensorsOf } from './layers.ts';

/** A model of web-llm's list that this project runs. */
export interface KnownModel {
  /** Also the name of its repository. */
  id: string;
  /** Its owner and name on Hugging Face. */
  repository: string;
  /** Address of the compiled library that web-llm runs it with. */
  library: string;
  licence: string;
  quantisation: Quantisation;
  /** Whether it is a Qwen2, Qwen2.5 or Qwen3, which our own kernels run too, and role packs are made for. */
  own: boolean;
  /** Whether it thinks before it answers. */
  thinks: boolean;
  config: ModelConfig;
  /** Weights, embeddings included. */
  parameters: number;
  /** Of the download, the small files and the library aside. */
  bytes: number;
  /** Bytes that web-llm's list says it needs on the GPU with a context of 4,096 tokens. */
  memory: number;
  /** Bytes of its largest tensor, which the `wgsl` executor binds as one. */
  largestTensor: number;
}

/** Where the libraries of web-llm 0.2.79 are. */
export const LIBRARIES =
  'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_48/';

type Shape = Pick<
  ModelConfig,
  'hiddenSize' | 'intermediateSize' | 'layers' | 'heads' | 'kvHeads' | 'headDim' | 'vocabularySize' | 'tied'
>;

/** One size of an architecture, which several models share: a library serves them all. */
interface Build {
  shape: Shape;
  /** Other families have no kernels and no packs here; their sizes follow from the same shapes, to a few norms. */
  family: 'qwen2' | 'qwen3' | 'other';
  /** MB (10⁶) that the list says are needed, by how the weights are stored. */
  memory: Partial<Record<Quantisation, number>>;
}

const shape = (
  [hiddenSize, intermediateSize, layers]: [number, number, number],
  [heads, kvHeads, headDim]: [number, number, number],
  { vocabularySize = 151936, tied = true } = {},
): Shape => ({ hiddenSize, intermediateSize, layers, heads, kvHeads, headDim, vocabularySize, tied });

const BUILDS: Record<string, Build> = {
  'Qwen2-0.5B-Instruct': {
    shape: shape([896, 4864, 24], [14, 2, 64]),
    family: 'qwen2',
    memory: { q4f16_1: 944.62, q4f32_1: 1060.2, q0f16: 1624.12, q0f32: 2654.75 },
  },
  'Qwen2-1.5B-Instruct': {
    shape: shape([1536, 8960, 28], [12, 2, 128]),
    family: 'qwen2',
    memory: { q4f16_1: 1629.75, q4f32_1: 1888.97 },
  },
  'Qwen2.5-3B-Instruct': {
    shape: shape([2048, 11008, 36], [16, 2, 128]),
    family: 'qwen2',
    memory: { q4f16_1: 2504.76, q4f32_1: 2893.64 },
  },
  'Qwen2-7B-Instruct': {
    shape: shape([3584, 18944, 28], [28, 4, 128], { vocabularySize: 152064, tied: false }),
    family: 'qwen2',
    memory: { q4f16_1: 5106.67, q4f32_1: 5900.09 },
  },
  'Qwen3-0.6B': {
    shape: shape([1024, 3072, 28], [16, 8, 128]),
    family: 'qwen3',
    memory: { q4f16_1: 1403.34, q4f32_1: 1924.98, q0f16: 2220.38, q0f32: 3843.25 },
  },
  'Qwen3-1.7B': {
    shape: shape([2048, 6144, 28], [16, 8, 128]),
    family: 'qwen3',
    memory: { q4f16_1: 2036.66, q4f32_1: 2635.44 },
  },
  'Qwen3-4B': {
    shape: shape([2560, 9728, 36], [32, 8, 128]),
    family: 'qwen3',
    memory: { q4f16_1: 3431.59, q4f32_1: 4327.71 },
  },
  'Qwen3-8B': {
    shape: shape([4096, 12288, 36], [32, 8, 128], { tied: false }),
    family: 'qwen3',
    memory: { q4f16_1: 5695.78, q4f32_1: 6852.55 },
  },
  'Llama-3.2-1B-Instruct': {
    shape: shape([2048, 8192, 16], [32, 8, 64], { vocabularySize: 128256 }),
    family: 'other',
    memory: { q4f16_1: 879.04, q4f32_1: 1128.82, q0f16: 2573.13, q0f32: 5106.26 },
  },
  'Llama-3.2-3B-Instruct': {
    shape: shape([3072, 8192, 28], [24, 8, 128], { vocabularySize: 128256 }),
    family: 'other',
    memory: { q4f16_1: 2263.69, q4f32_1: 2951.51 },
  },
  'Llama-3_1-8B-Instruct': {
    shape: shape([4096, 14336, 32], [32, 8, 128], { vocabularySize: 128256, tied: false }),
    family: 'other',
    memory: { q4f16_1: 5001.0, q4f32_1: 6101.01 },
  },
  'Mistral-7B-Instruct-v0.3': {
    shape: shape([4096, 14336, 32], [32, 8, 128], { vocabularySize: 32768, tied: false }),
    family: 'other',
    memory: { q4f16_1: 4573.39, q4f32_1: 5619.27 },
  },
  'Phi-3.5-mini-instruct': {
    shape: shape([3072, 8192, 32], [32, 32, 96], { vocabularySize: 32064, tied: false }),
    family: 'other',
    memory: { q4f16_1: 3672.07, q4f32_1: 5483.12 },
  },
  'gemma-2-2b-it': {
    shape: shape([2304, 9216, 26], [8, 4, 256], { vocabularySize: 256000 }),
    family: 'other',
    memory: { q4f16_1: 1895.3, q4f32_1: 2508.75 },
  },
  'gemma-2-9b-it': {
    shape: shape([3584, 14336, 42], [16, 8, 256], { vocabularySize: 256000 }),
    family: 'other',
    memory: { q4f16_1: 6422.01, q4f32_1: 8383.33 },
  },
  'SmolLM2-1.7B-Instruct': {
    shape: shape([2048, 8192, 24], [32, 32, 64], { vocabularySize: 49152 }),
    family: 'other',
    memory: { q4f16_1: 1774.19, q4f32_1: 2692.38 },
  },
  'SmolLM2-360M-Instruct': {
    shape: shape([960, 2560, 32], [15, 5, 64], { vocabularySize: 49152 }),
    family: 'other',
    memory: { q4f16_1: 376.06, q4f32_1: 579.61, q0f16: 871.99, q0f32: 1743.99 },
  },
};

const APACHE = 'Apache-2.0';
const RESEARCH = 'Qwen Research (not commercial)';
const FOUR: Quantisation[] = ['q4f16_1', 'q4f32_1'];
const ALL: Quantisation[] = [...FOUR, 'q0f16', 'q0f32'];

/** Name, the build that it shares, its licence and how its weights are offered; what writes programs best first. */
const MODELS: [name: string, build: string, licence: string, stored: Quantisation[]][] = [
  ['Qwen2.5-Coder-7B-Instruct', 'Qwen2-7B-Instruct', APACHE, FOUR],
  ['Qwen2.5-Coder-3B-Instruct', 'Qwen2.5-3B-Instruct', RESEARCH, FOUR],
  ['Qwen2.5-Coder-1.5B-Instruct', 'Qwen2-1.5B-Instruct', APACHE, FOUR],
  ['Qwen2.5-Coder-0.5B-Instruct', 'Qwen2-0.5B-Instruct', APACHE, ALL],
  ['Qwen3-8B', 'Qwen3-8B', APACHE, FOUR],
  ['Qwen3-4B', 'Qwen3-4B', APACHE, FOUR],
  ['Qwen3-1.7B', 'Qwen3-1.7B', APACHE, FOUR],
  ['Qwen3-0.6B', 'Qwen3-0.6B', APACHE, ALL],
  ['DeepSeek-R1-Distill-Qwen-7B', 'Qwen2-7B-Instruct', 'MIT', FOUR],
  ['Qwen2.5-7B-Instruct', 'Qwen2-7B-Instruct', APACHE, FOUR],
  ['Qwen2.5-3B-Instruct', 'Qwen2.5-3B-Instruct', RESEARCH, FOUR],
  ['Qwen2.5-1.5B-Instruct', 'Qwen2-1.5B-Instruct', APACHE, FOUR],
  ['Qwen2.5-0.5B-Instruct', 'Qwen2-0.5B-Instruct', APACHE, ALL],
  ['Qwen2.5-Math-1.5B-Instruct', 'Qwen2-1.5B-Instruct', APACHE, FOUR],
  ['Qwen2-7B-Instruct', 'Qwen2-7B-Instruct', APACHE, FOUR],
  ['Qwen2-1.5B-Instruct', 'Qwen2-1.5B-Instruct', APACHE, FOUR],
  ['Qwen2-0.5B-Instruct', 'Qwen2-0.5B-Instruct', APACHE, ['q4f16_1', 'q0f16', 'q0f32']],
  ['Qwen2-Math-7B-Instruct', 'Qwen2-7B-Instruct', APACHE, FOUR],
  ['Qwen2-Math-1.5B-Instruct', 'Qwen2-1.5B-Instruct', APACHE, FOUR],
  ['DeepSeek-R1-Distill-Llama-8B', 'Llama-3_1-8B-Instruct', 'MIT', FOUR],
  ['Llama-3.1-8B-Instruct', 'Llama-3_1-8B-Instruct', 'Llama 3.1 Community', FOUR],
  ['Llama-3.2-3B-Instruct', 'Llama-3.2-3B-Instruct', 'Llama 3.2 Community', FOUR],
  ['Llama-3.2-1B-Instruct', 'Llama-3.2-1B-Instruct', 'Llama 3.2 Community', ALL],
  ['Hermes-3-Llama-3.2-3B', 'Llama-3.2-3B-Instruct', 'Llama 3.2 Community', FOUR],
  ['Phi-3.5-mini-instruct', 'Phi-3.5-mini-instruct', 'MIT', FOUR],
  ['Mistral-7B-Instruct-v0.3', 'Mistral-7B-Instruct-v0.3', APACHE, FOUR],
  ['gemma-2-9b-it', 'gemma-2-9b-it', 'Gemma', FOUR],
  ['gemma-2-2b-it', 'gemma-2-2b-it', 'Gemma', FOUR],
  ['SmolLM2-1.7B-Instruct', 'SmolLM2-1.7B-Instruct', APACHE, FOUR],
  ['SmolLM2-360M-Instruct', 'SmolLM2-360M-Instruct', APACHE, ALL],
];

/** Every Qwen2 and Qwen3 model of web-llm's list, and of other families what is of use for programs. */
export const KNOWN_MODELS: readonly KnownModel[] = MODELS.flatMap(([name, buildName, licence, stored]) =>
  stored.map((quantisation) => {
    const build = BUILDS[buildName]!;
    const id = `${name}-${quantisation}-MLC`;
    const config = configOf(build, quantisation);
    const tensors = tensorsOf(config).map(({ dtype, shape }) => {
      const values = shape.reduce((product, length) => product * length, 1);
      // Singles are stored as their upper halves; on the GPU they are whole again.
      return { values, dtype, onDisk: values * (dtype === 'uint32' ? 4 : 2) };
    });
    const inMemory = tensors.map(({ values, dtype }) => values * (dtype === 'float16' ? 2 : 4));
    return {
      ...{ id, repository: `mlc-ai/${id}`, licence, quantisation, own: build.family !== 'other', config },
      thinks: /^(Qwen3|DeepSeek-R1)-/.test(name),
      library: `${LIBRARIES}${buildName}-${quantisation}-ctx4k_cs1k-webgpu.wasm`,
      parameters: parametersOf(build),
      bytes: tensors.reduce((sum, { onDisk }) => sum + onDisk, 0),
      memory: build.memory[quantisation]! * 1e6,
      largestTensor: Math.max(...inMemory),
    };
  }),
);

function configOf({ shape, family }: Build, quantisation: Quantisation): ModelConfig {
  return {
    ...shape,
    ...{ quantisation, attentionBias: family === 'qwen2', headNorms: family === 'qwen3' },
    ...{ rmsNormEps: 1e-6, ropeTheta: 1e6, contextLength: 4096 },
  };
}

/** Of the unquantised model: what its name counts. */
function parametersOf(build: Build): number {
  return tensorsOf(configOf(build, 'q0f16')).reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
}
