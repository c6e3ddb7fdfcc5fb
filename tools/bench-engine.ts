import { parseArgs } from 'node:util';
import type { KernelChoice } from '../src/llm/cpu/executor.ts';
import { createCpuExecutor } from '../src/llm/cpu/executor.ts';
import { loadTensors, openRepository, type Repository, type Tensors } from '../src/weights/repository.ts';
import { folderSource } from './folder-source.ts';

/** Best of some tries, since other work on the machine only ever slows one down. */
const TRIES = 3;
const PROMPT = 256;
const ANSWER = 64;

/** Prints prefill and decode speed in tokens a second, of the whole batch, for a prompt of 256 and an answer of 64. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const folder = positionals[0] ?? 'public/models/quartet-tiny';
  const repository = await openRepository(folderSource(folder));
  const tensors = await loadTensors(repository);
  print(`${folder}: ${tensors.parameters} parameters, ${tensors.bytes} bytes, Node ${process.version}`);
  for (const kernels of ['simd', 'typescript'] as const) {
    for (const batch of [1, 4, 8]) {
      const { prefill, decode } = await measure(repository, tensors, kernels, batch);
      print(
        `${kernels.padEnd(10)}  batch ${batch}  prefill ${prefill.toFixed(0)}/s  decode ${decode.toFixed(0)}/s`,
      );
    }
  }
}

async function measure({ config }: Repository, tensors: Tensors, kernels: KernelChoice, batch: number) {
  const executor = createCpuExecutor(config.model, tensors, kernels);
  const token = (i: number) => (i * 7919 + 13) % config.model.vocabularySize;
  const best = { prefill: 0, decode: 0 };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const sequences = Array.from({ length: batch }, () => executor.create());
    const prompt = Array.from({ length: PROMPT }, (_, i) => token(i));
    const start = performance.now();
    await executor.step(sequences.map((sequence) => ({ sequence, tokens: prompt })));
    const middle = performance.now();
    for (let i = 0; i < ANSWER; i++) {
      await executor.step(sequences.map((sequence, n) => ({ sequence, tokens: [token(i + n)] })));
    }
    const end = performance.now();
    best.prefill = Math.max(best.prefill, (1000 * batch * PROMPT) / (middle - start));
    best.decode = Math.max(best.decode, (1000 * batch * ANSWER) / (end - middle));
    for (const sequence of sequences) executor.drop(sequence);
  }
  return best;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
