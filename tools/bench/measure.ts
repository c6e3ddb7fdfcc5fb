import { createCpuExecutor } from '../../src/llm/cpu/executor.ts';
import { loadTensors, openRepository } from '../../src/weights/repository.ts';
import type { Source } from '../../src/weights/source.ts';

const PROMPT = 256;
const ANSWER = 64;
/** The best of some tries counts, since other work on the machine only ever slows one down. */
const TRIES = 3;
const BATCHES = [1, 4, 8];

/** Tokens a second of the whole batch, for prompts of 256 tokens and answers of 64. */
export interface Speed {
  kernels: 'simd' | 'typescript';
  batch: number;
  prefill: number;
  decode: number;
}

/** Measures a model on the `cpu` executor with both kernels. Runs in Node and in a page alike. */
export async function measureSpeeds(source: Source): Promise<{ parameters: number; speeds: Speed[] }> {
  const repository = await openRepository(source);
  const { model } = repository.config;
  const tensors = await loadTensors(repository);
  const speeds: Speed[] = [];
  for (const kernels of ['simd', 'typescript'] as const) {
    const executor = createCpuExecutor(model, tensors, kernels);
    const token = (i: number) => (i * 7919 + 13) % model.vocabularySize;
    const prompt = Array.from({ length: PROMPT }, (_, i) => token(i));
    for (const batch of BATCHES) {
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
  return { parameters: tensors.parameters, speeds };
}
