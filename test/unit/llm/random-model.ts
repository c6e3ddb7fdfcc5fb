import type { ModelConfig } from '../../../src/weights/config.ts';
import { floatsToHalves } from '../../../src/weights/f16.ts';
import { linearLayers, rowsOf, tensorsOf, vectorLayers } from '../../../src/weights/layers.ts';
import type { TensorRecord } from '../../../src/weights/manifest.ts';
import { quantise } from '../../../src/weights/q4f16.ts';
import { type StoredTensor, Tensors } from '../../../src/weights/repository.ts';

/** A small Qwen2 of sizes that are no powers of two; `changes` makes it another. */
export function smallShape(changes: Partial<ModelConfig> = {}): ModelConfig {
  return {
    quantisation: 'q4f16_1',
    hiddenSize: 96,
    intermediateSize: 160,
    layers: 2,
    heads: 6,
    kvHeads: 2,
    headDim: 16,
    vocabularySize: 203,
    rmsNormEps: 1e-6,
    ropeTheta: 10000,
    tied: false,
    attentionBias: true,
    headNorms: false,
    contextLength: 256,
    ...changes,
  };
}

/** A model of a shape with random weights, the same for the same seed, as a repository would store it. */
export function randomTensors(model: ModelConfig, seed = 1): StoredTensor[] {
  const random = gaussians(seed);
  const values = new Map<string, Uint8Array<ArrayBuffer>>();
  const half = model.quantisation.includes('f16');
  const store = (floats: Float32Array<ArrayBuffer>) => (half ? floatsToHalves(floats) : brainFloats(floats));
  for (const layer of linearLayers(model)) {
    const rows = rowsOf(layer);
    const spread = layer.name.includes('embed') ? 1 : 1.5 / Math.sqrt(layer.columns);
    const weights = Float32Array.from({ length: rows * layer.columns }, () => random() * spread);
    if (model.quantisation.startsWith('q0')) {
      values.set(`${layer.name}.weight`, store(weights));
      continue;
    }
    const { words, scales } = quantise(weights, rows, layer.columns);
    values.set(`${layer.name}.q_weight`, new Uint8Array(words.buffer as ArrayBuffer));
    const halves = new Uint8Array(scales.buffer as ArrayBuffer);
    values.set(`${layer.name}.q_scale`, half ? halves : brainFloats(scalesOf(weights)));
  }
  for (const { name, length } of vectorLayers(model)) {
    const around = name.endsWith('bias') ? 0 : 1;
    values.set(name, store(Float32Array.from({ length }, () => around + 0.3 * random())));
  }
  return tensorsOf(model).map(({ name, dtype, shape }) => {
    const bytes = values.get(name)!;
    const format = dtype === 'float32' ? 'f32-to-bf16' : 'raw';
    return { record: { name, dtype, shape, format, nbytes: bytes.length, byteOffset: 0 }, bytes };
  });
}

/** The same, held in memory. */
export function tensorsInMemory(stored: readonly StoredTensor[]): Tensors {
  const tensors: TensorRecord[] = stored.map(({ record }) => record);
  const shard = { dataPath: 'params_shard_0.bin', nbytes: 0, md5sum: '', tensors };
  const manifest = { path: 'tensor-cache.json', baseHash: '', shards: [shard] };
  return new Tensors(new Map(stored.map((tensor) => [tensor.record.name, tensor])), manifest);
}

/** Tokens for a model to read. */
export function randomTokens(count: number, { vocabularySize }: ModelConfig, seed = 7): number[] {
  const random = gaussians(seed);
  return Array.from({ length: count }, () => Math.floor(Math.abs(random()) * 1e6) % vocabularySize);
}

function scalesOf(weights: Float32Array): Float32Array<ArrayBuffer> {
  const scales = new Float32Array(weights.length / 32);
  for (let i = 0; i < weights.length; i++)
    scales[i >> 5] = Math.max(scales[i >> 5], Math.abs(weights[i]) / 7);
  return scales;
}

function brainFloats(floats: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const halves = Uint16Array.from(new Uint32Array(floats.buffer), (bits) => bits >>> 16);
  return new Uint8Array(halves.buffer);
}

/** Roughly normal numbers from a linear congruential generator. */
function gaussians(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => uniform() + uniform() + uniform() + uniform() + uniform() + uniform() - 3;
}
