import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import { fetchSource } from '../../src/weights/fetch-source.ts';
import { computeLogits, type GenerateTask, generate, type LogitsTask } from './tasks.ts';

/** What `tools/llm.ts` calls in a page with WebGPU: a task, the model's address and a pack's bytes. */
const runTask = async (task: LogitsTask | GenerateTask, modelUrl: string, pack: number[] | null) => {
  const source = fetchSource(modelUrl, (url, init) => fetch(url, init as RequestInit));
  const file = pack && Uint8Array.from(pack);
  const options = { executor: 'wgsl', gpu: (navigator.gpu ?? null) as unknown as Gpu | null };
  return task.kind === 'logits'
    ? computeLogits(source, task, file, options)
    : generate(source, task, file, options);
};

export type RunTask = typeof runTask;
Object.assign(globalThis, { runTask });
