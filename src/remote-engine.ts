import { callback, connect, type Remote } from './bridge.ts';
import type { LoadedEngine, LoadedInfo, PackRequest } from './llm/build-pack.ts';
import type { KernelChoice } from './llm/cpu/executor.ts';
import type { EngineEvent, Prompt, Request, Role, RoleProof } from './llm/engine.ts';

/** What `workers/llm.worker.ts` exposes. */
export interface EngineWorker {
  load(
    options: { from: ModelPlace; signal: AbortSignal } & LoadSettings,
    onProgress: Progress,
  ): Promise<LoadedInfo>;
  countTokens(prompt: Prompt): Promise<number>;
  submit(requests: Request[], signal: AbortSignal): AsyncIterable<EngineEvent>;
  verifyRole(role: Role | null): Promise<RoleProof>;
  buildPack(request: PackRequest, onProgress: Progress, signal?: AbortSignal): Promise<Uint8Array>;
  setPack(role: Role, pack: Uint8Array | 'own' | null): Promise<LoadedInfo>;
  hold(): Promise<void>;
  resume(): Promise<void>;
}

/** How much is done, of how much: bytes of weights read and checked, or layers of a pack. */
export type Progress = (done: number, total: number) => void;

/** The worker could not be started, or broke down. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
}

/** Where a model's files are: a folder, relative to the page or absolute, or the store of models, by its id there. */
export type ModelPlace = { baseUrl: string } | { kept: string };

/** How a model is to be run. */
export interface LoadSettings {
  /** `auto` by default: see `ExecutorOptions`. */
  executor?: string;
  kernels?: KernelChoice;
  /** Tokens of the longest text in a compiled library; what they take is `cacheCost`. The model's own by default. */
  contextLength?: number;
}

export type RemoteOptions = ModelPlace & LoadSettings & { onProgress?: Progress };

/**
 * Loads a model in a worker running `workers/llm.worker.ts`. The engine owns the worker from here on: `dispose`, a
 * failure and an abort of `signal` while loading end it. Rejects with `WeightsError`, `RolePackError`, `EngineError`,
 * what `withKeptModel` rejects with (all by name) or `WorkerError`.
 */
export async function loadRemoteEngine(
  worker: Worker,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<LoadedEngine> {
  const remote = connect<EngineWorker>(worker);
  const guard = new Guard(worker);
  try {
    signal.throwIfAborted();
    const from =
      'kept' in options
        ? { kept: options.kept }
        : { baseUrl: new URL(options.baseUrl, document.baseURI).href };
    const { executor, kernels, contextLength } = options;
    const chosen = {
      ...(executor && { executor }),
      ...(kernels && { kernels }),
      ...(contextLength && { contextLength }),
    };
    const onProgress = callback(options.onProgress ?? (() => {}));
    const info = await guard.race(remote.load({ from, ...chosen, signal }, onProgress), signal);
    return new RemoteEngine(worker, remote, guard, info);
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

class RemoteEngine implements LoadedEngine {
  constructor(
    private readonly worker: Worker,
    private readonly remote: Remote<EngineWorker>,
    private readonly guard: Guard,
    private known: LoadedInfo,
  ) {}

  get info(): LoadedInfo {
    return this.known;
  }

  countTokens(prompt: Prompt): Promise<number> {
    return this.guard.race(this.remote.countTokens(prompt));
  }

  async *submit(requests: Request[], signal: AbortSignal): AsyncGenerator<EngineEvent, void> {
    const events = await this.guard.race(this.remote.submit(requests, signal));
    const iterator = events[Symbol.asyncIterator]();
    try {
      while (true) {
        const next = await this.guard.race(iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      void iterator.return?.();
    }
  }

  verifyRole(role: Role | null): Promise<RoleProof> {
    return this.guard.race(this.remote.verifyRole(role));
  }

  buildPack(
    request: PackRequest,
    onProgress: Progress = () => {},
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    return this.guard.race(this.remote.buildPack(request, callback(onProgress), signal), signal);
  }

  async setPack(role: Role, pack: Uint8Array | 'own' | null): Promise<LoadedInfo> {
    this.known = await this.guard.race(this.remote.setPack(role, pack));
    return this.known;
  }

  hold(): Promise<void> {
    return this.guard.race(this.remote.hold());
  }

  resume(): Promise<void> {
    return this.guard.race(this.remote.resume());
  }

  async dispose(): Promise<void> {
    this.worker.terminate();
    this.guard.fail(new WorkerError('the model was put away for another'));
  }
}

/** Makes waiting for a worker end when the worker breaks down, which comlink itself would never notice. */
class Guard {
  private failure: WorkerError | null = null;
  private readonly waiting = new Set<(error: WorkerError) => void>();

  constructor(worker: Worker) {
    worker.addEventListener('error', ({ message }) => {
      const why = message || 'its script could not be loaded';
      this.fail(new WorkerError(`the model's worker broke down: ${why}`));
    });
  }

  /** Rejects all that waits for the worker, which is gone, and all that will. */
  fail(failure: WorkerError): void {
    this.failure = failure;
    for (const reject of this.waiting) reject(failure);
  }

  /** `promise`, or a rejection when the worker breaks down or `signal` is aborted first. */
  async race<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.failure) throw this.failure;
    let reject: (error: unknown) => void = () => {};
    const broken = new Promise<never>((_, refuse) => {
      reject = refuse;
    });
    const abort = () => reject(signal?.reason);
    this.waiting.add(reject);
    signal?.addEventListener('abort', abort);
    try {
      return await Promise.race([promise, broken]);
    } finally {
      this.waiting.delete(reject);
      signal?.removeEventListener('abort', abort);
    }
  }
}
