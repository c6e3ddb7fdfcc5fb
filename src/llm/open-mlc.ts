import type { AnyRepository } from '../weights/repository.ts';
import { DeviceLostError, EngineError } from './errors.ts';
import type { Executor } from './executor.ts';
import { LastingExecutor } from './lasting-executor.ts';
import { MlcModel, type MlcOptions, type Passes } from './mlc/model.ts';
import { distance, measure } from './wgsl/measure.ts';

/** How far logits of the library may lie from those of our own kernels, relative to the largest. */
const TOLERANCE = 0.1;

/** What a measurement of other kernels gave. */
export interface Measured {
  ms: number;
  logits: Float32Array;
}

/** Opens a model in its library with the given passes. It is opened again, once, when its GPU is lost. */
export async function openMlc(
  repository: AnyRepository,
  passes: Passes,
  options: MlcOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  const model = await MlcModel.load(repository, options, signal);
  return executorOf(model, passes, repository, options);
}

/**
 * Opens a model in its library with the faster passes; null where our own kernels were faster (`own`), or gave other
 * numbers. Rejects as `MlcModel.load` does.
 */
export async function openFasterMlc(
  repository: AnyRepository,
  own: Measured | null,
  options: MlcOptions,
  signal?: AbortSignal,
): Promise<{ executor: Executor; passes: Passes } | null> {
  const model = await MlcModel.load(repository, options, signal);
  try {
    let best: { passes: Passes; ms: number } | null = null;
    for (const passes of model.passes) {
      const executor = await model.executor(passes);
      const { ms, logits } = await measure(executor);
      executor.free();
      const sound = !own || distance(logits, own.logits) < TOLERANCE;
      if (sound && ms < (best?.ms ?? own?.ms ?? Number.POSITIVE_INFINITY)) best = { passes, ms };
    }
    if (best)
      return { executor: await executorOf(model, best.passes, repository, options), passes: best.passes };
  } catch (error) {
    model.dispose();
    throw error;
  }
  model.dispose();
  return null;
}

/** Whether an error says that the library cannot be run here, so that other kernels may be. */
export function isOfDevice(error: unknown): error is Error {
  return error instanceof EngineError || error instanceof DeviceLostError;
}

async function executorOf(
  model: MlcModel,
  passes: Passes,
  repository: AnyRepository,
  options: MlcOptions,
): Promise<Executor> {
  try {
    const executor = await model.executor(passes);
    return new LastingExecutor(executor, async () => {
      const again = await MlcModel.load(repository, options);
      return again.executor(passes);
    });
  } catch (error) {
    model.dispose();
    throw error;
  }
}
