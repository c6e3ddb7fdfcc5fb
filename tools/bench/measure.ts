import { createCpuExecutor } from '../../src/llm/cpu/executor.ts';
import { loadEngine } from '../../src/llm/load.ts';
import type { ModelConfig } from '../../src/weights/config.ts';
import { parametersOf } from '../../src/weights/manifest.ts';
import { loadTensors, openRepository, Tensors } from '../../src/weights/repository.ts';
import type { Source } from '../../src/weights/source.ts';
import { debuggerRequests, type Guessing, measureGuessing } from './guessing.ts';
import { randomTensors } from './random-tensors.ts';

const PROMPT = 256;
const ANSWER = 64;
/** The best of some tries counts, since other work on the machine only ever slows one down. */
const TRIES = 3;
const GUESSING_BATCHES = [1, 4];
const BATCHES = { simd: [1, 2, 4, 8, 16], typescript: [1, 8] };

/** Tokens a second of the whole batch, for prompts of 256 tokens and answers of 64. */
export interface Speed {
  kernels: 'simd' | 'typescript';
  batch: number;
  prefill: number;
  decode: number;
}

/** What a model does on the `cpu` executor. */
export interface Measured {
  parameters: number;
  speeds: Speed[];
  /** Without guessing and with it, a pair for each batch; empty for a model without a debugger. */
  guessing: [Guessing, Guessing][];
}

/** Five million weights, the size that the aims of the `cpu` executor speak of. */
const FIVE_MILLION: ModelConfig = {
  ...{
    quantisation: 'q4f16_1',
    hiddenSize: 256,
    intermediateSize: 768,
    layers: 5,
    heads: 8,
    kvHeads: 4,
    headDim: 32,
  },
  ...{ vocabularySize: 4096, rmsNormEps: 1e-6, ropeTheta: 1e4, tied: true, attentionBias: true },
  ...{ headNorms: false, contextLength: 512 },
};

/** Measures a model, and one of five million random weights, with both kernels. Runs in Node and in a page alike. */
export async function measureModels(source: Source): Promise<Measured[]> {
  return [await measureModel(source), await measureFiveMillion()];
}

async function measureModel(source: Source): Promise<Measured> {
  const repository = await openRepository(source);
  const { config, manifest } = repository;
  const speeds = await measureSpeeds(config.model, await loadTensors(repository));
  return { parameters: parametersOf(manifest), speeds, guessing: await measureBoth(source) };
}

async function measureFiveMillion(): Promise<Measured> {
  const stored = [...randomTensors(FIVE_MILLION)];
  const tensors = stored.map(({ record }) => record);
  const shard = { dataPath: '', nbytes: 0, md5sum: '', tensors };
  const manifest = { path: '', baseHash: '', shards: [shard] };
  const held = new Tensors(new Map(stored.map((tensor) => [tensor.record.name, tensor])), manifest);
  const speeds = await measureSpeeds(FIVE_MILLION, held);
  return { parameters: parametersOf(manifest), speeds, guessing: [] };
}

async function measureBoth(source: Source): Promise<Measured['guessing']> {
  const [off, on] = [await loadEngine(source, { guessing: false }), await loadEngine(source)];
  const pairs: Measured['guessing'] = [];
  if (on.info.packs.some(({ role }) => role === 'debugger')) {
    const requests = debuggerRequests();
    for (const batch of GUESSING_BATCHES) {
      const pair = [await measureGuessing(off, requests, batch), await measureGuessing(on, requests, batch)];
      pairs.push(pair as [Guessing, Guessing]);
    }
  }
  await Promise.all([off.dispose(), on.dispose()]);
  return pairs;
}

async function measureSpeeds(model: ModelConfig, tensors: Tensors): Promise<Speed[]> {
  const speeds: Speed[] = [];
  for (const kernels of ['simd', 'typescript'] as const) {
    const executor = createCpuExecutor(model, tensors, kernels);
    const token = (i: number) => (i * 7919 + 13) % model.vocabularySize;
    const prompt = Array.from({ length: PROMPT }, (_, i) => token(i));
    for (const batch of BATCHES[kernels]) {
      const speed: Speed = { kernels, batch, prefill: 0, decode: 0 };
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const sequences = Array.from({ length: batch }, () => executor.create());
        const start = performance.now();
        await executor.step(sequences.map((sequence) => ({ sequence, tokens: prompt })));
        const middle = performance.now();
        for (let i = 0; i < ANSWER; i++) {
          await executor.step(sequences.map((sequence, n) => ({ sequence, tokens: [token(i + n)] })));
        }
        const end = performance.now();
        speed.prefill = Math.max(speed.prefill, (1000 * batch * PROMPT) / (middle - start));
        speed.decode = Math.max(speed.decode, (1000 * batch * ANSWER) / (end - middle));
        for (const sequence of sequences) executor.drop(sequence);
      }
      speeds.push(speed);
    }
  }
  return speeds;
}
