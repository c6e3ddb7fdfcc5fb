import { EngineError } from '../errors.ts';
import type { Executor } from '../executor.ts';
import type { GpuModel } from './executor.ts';
import type { KernelChoice } from './kernels/choice.ts';

/** Lanes of a dot product where nothing speaks for others: a group of lanes then reads 256 bytes side by side. */
const LANES = 16;
/** What is measured: a prompt, and then some steps of a small batch. */
const PROMPT = 48;
const STEPS = 8;
const BATCH = 4;
/** How far logits in halves may lie from those in single precision, relative to the largest. */
const TOLERANCE = 0.02;

/** The choices that are worth trying on a device; the first is what runs everywhere. */
export function candidatesFor({ device, model }: Pick<GpuModel, 'device' | 'model'>): KernelChoice[] {
  const tiles = device.software ? 'narrow' : 'wide';
  const plain: KernelChoice = { precision: 'f32', lanes: LANES, subgroups: false, tiles };
  const choices = [plain];
  if (device.subgroupSize >= LANES) choices.push({ ...plain, subgroups: true });
  if (device.halves && model.quantisation !== 'q0f32')
    choices.push(...choices.map((choice) => ({ ...choice, precision: 'f16' as const })));
  return choices;
}

/**
 * The fastest choice for a model on its device, by one short measurement of each. One that the device refuses, that
 * differs from the first where it must not, or by more than rounding, is left out: drivers have faults.
 */
export async function fastestChoice(
  model: GpuModel,
): Promise<{ choice: KernelChoice; ms: number; logits: Float32Array }> {
  const [plain, ...others] = candidatesFor(model);
  const first = await measureChoice(model, plain);
  let best = { choice: plain, ...first };
  const measured = new Map([[plain.precision, first.logits]]);
  for (const choice of others) {
    const result = await measureChoice(model, choice).catch(ifRefused);
    if (!result) continue;
    const { ms, logits } = result;
    const equal = measured.get(choice.precision);
    const sound = equal ? distance(logits, equal) === 0 : distance(logits, first.logits) < TOLERANCE;
    if (!sound) continue;
    measured.set(choice.precision, logits);
    if (ms < best.ms) best = { choice, ms, logits };
  }
  return best;
}

/** Null for kernels that were refused. A lost GPU is no fault of the kernels alone. */
function ifRefused(error: unknown): null {
  if (error instanceof EngineError) return null;
  throw error;
}

async function measureChoice(model: GpuModel, choice: KernelChoice) {
  const executor = await model.executor(choice);
  try {
    return await measure(executor);
  } finally {
    executor.free();
  }
}

/** Milliseconds of a short piece of work, and the logits that it ended with. */
export async function measure(executor: Executor): Promise<{ ms: number; logits: Float32Array }> {
  const token = (i: number) => (i * 7919 + 13) % executor.vocabularySize;
  const prompt = Math.min(PROMPT, executor.contextLength - STEPS);
  const run = async () => {
    const start = performance.now();
    const trunk = executor.create();
    await executor.step([{ sequence: trunk, tokens: Array.from({ length: prompt }, (_, i) => token(i)) }]);
    const batch = Array.from({ length: BATCH }, () => executor.fork(trunk, prompt));
    let logits: Float32Array[] = [];
    for (let i = 0; i < STEPS; i++)
      logits = await executor.step(batch.map((sequence, n) => ({ sequence, tokens: [token(i + n)] })));
    for (const sequence of [trunk, ...batch]) executor.drop(sequence);
    return { ms: performance.now() - start, logits: logits[0] };
  };
  // The first time compiles what is compiled late.
  await run();
  return run();
}

/** How far numbers lie from those wanted, relative to the largest. */
export function distance(found: Float32Array, wanted: Float32Array): number {
  let [largest, off] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    largest = Math.max(largest, Math.abs(wanted[i]));
    const difference = Math.abs(found[i] - wanted[i]);
    off = Math.max(off, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return off / largest;
}
