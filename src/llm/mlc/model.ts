import type { ChatConfig, ModelConfig } from '../../weights/config.ts';
import { type CacheShape, positionBytes } from '../../weights/key-values.ts';
import { linearLayers, rowsOf } from '../../weights/layers.ts';
import type { AnyRepository } from '../../weights/repository.ts';
import { EngineError } from '../errors.ts';
import type { Device } from '../wgsl/device.ts';
import type { Gpu } from '../wgsl/gpu.ts';
import { Roles } from '../wgsl/roles.ts';
import type { Matrix } from '../wgsl/weights.ts';
import { PagedCache } from './cache.ts';
import { MlcExecutor } from './executor.ts';
import type { MlcHost } from './host.ts';
import type { Runtime } from './internals.ts';
import { type LoadedLibrary, loadLibrary } from './load.ts';
import { LoneSteps } from './lone-steps.ts';
import { BATCH, cacheCost } from './memory.ts';
import { SharedSteps } from './steps.ts';

/** Tokens of a pass at most: so short that an abort is heard soon. */
const PASS_TOKENS = 160;

/** How a step is computed: its sequences in one pass, or each in passes of its own. */
export type Passes = 'batched' | 'single';

export interface MlcOptions {
  /** Path of the compiled library in the repository. */
  library: string;
  gpu: Gpu | null;
  host: MlcHost;
  /** Tokens of the longest text; the model's own, or the library's, by default. What it costs: `cacheCost`. */
  contextLength?: number;
  onProgress?: (done: number, total: number) => void;
}

/** A model in its compiled library on a GPU, on which executors can be built, one at a time. */
export class MlcModel {
  private constructor(
    private readonly loaded: LoadedLibrary,
    private readonly config: ChatConfig<ModelConfig | null>,
    private readonly roles: Roles,
    readonly contextLength: number,
  ) {}

  /** Rejects with `WeightsError`, `EngineError` or `DeviceLostError`; see `loadLibrary`. */
  static async load(repository: AnyRepository, options: MlcOptions, signal?: AbortSignal): Promise<MlcModel> {
    const { library: path, gpu, host, onProgress } = options;
    const { model, quantisation, contextLength: longest } = repository.config;
    const loaded = await loadLibrary(repository, path, gpu, host, onProgress, signal);
    const { runtime, device, library } = loaded;
    // Of other families no role pack knows the weights.
    const editable = model !== null && quantisation.startsWith('q4');
    const matrices = editable ? matricesOf(model, runtime) : new Map<string, Matrix>();
    const roles = await Roles.create(device, { matrices, vectors: new Map() }, editable);
    const contextLength = options.contextLength ?? Math.min(longest, library.contextLength);
    if (!(Number.isInteger(contextLength) && contextLength > 0 && contextLength <= longest))
      throw new EngineError(
        `a context of ${contextLength} tokens was asked for; the model reads up to ${longest}`,
      );
    return new MlcModel(loaded, repository.config, roles, contextLength);
  }

  get device(): Device {
    return this.loaded.device;
  }

  /** The ways in which a step can be computed here: batches need a library for some whose race could be mended. */
  get passes(): Passes[] {
    const { mended, library } = this.loaded;
    return mended && library.maxBatch > 1 ? ['batched', 'single'] : ['single'];
  }

  /** Builds the executor. Throws `EngineError` where the GPU has no room for keys and values. */
  async executor(passes: Passes): Promise<MlcExecutor> {
    const { runtime, device, library, mended } = this.loaded;
    if (!this.passes.includes(passes))
      throw new EngineError(
        'this library takes no batches, or its kernels could not be mended for them; choose mlc 1 single',
      );
    const { vocabularySize, quantisation } = this.config;
    const { positions, allocated } = cacheCost(this.cacheShape, this.contextLength);
    const { prefillChunk, maxBatch } = library;
    // What cannot be continued is begun with as many tokens as the library takes at once.
    const tokens = mended ? Math.min(PASS_TOKENS, prefillChunk) : prefillChunk;
    const cache = await this.cacheOf(allocated, tokens);
    const together = passes === 'batched';
    const steps = mended
      ? new SharedSteps(device, runtime, cache, { tokens, picks: maxBatch, vocabularySize, together })
      : new LoneSteps(device, runtime, cache, { first: prefillChunk, vocabularySize });
    const { roles, contextLength } = this;
    const dispose = () => this.dispose();
    return new MlcExecutor({
      device,
      quantisation,
      vocabularySize,
      contextLength,
      positions,
      positionBytes: positionBytes(this.cacheShape),
      steps,
      roles,
      maxBatch: together ? Math.min(BATCH, maxBatch) : BATCH,
      passes,
      mended,
      dispose,
    });
  }

  private get cacheShape(): CacheShape {
    const { cache, quantisation } = this.loaded.library;
    return { ...cache, quantisation };
  }

  /** A cache of so many positions. Where there is no room for it, TVM gives up the whole device. */
  private async cacheOf(positions: number, tokens: number): Promise<PagedCache> {
    const { runtime, device } = this.loaded;
    try {
      const cache = new PagedCache(runtime, positions, tokens);
      await device.orLost(device.gpu.queue.onSubmittedWorkDone());
      await new Promise<void>((resolve) => setTimeout(resolve));
      device.check();
      return cache;
    } catch (cause) {
      const bytes = positions * positionBytes(this.cacheShape);
      throw new EngineError(
        `the GPU has no room for the keys and values of ${this.contextLength} tokens, ${bytes} bytes; take a shorter context`,
        { cause },
      );
    }
  }

  /** Gives the device back, and all memory on it. */
  dispose(): void {
    const { engine, device } = this.loaded;
    // web-llm first: it takes a device that goes for a fault of its own.
    engine.unload().catch(() => {});
    device.gpu.destroy();
  }
}

/** The quantised matrices where the library has them on the GPU. */
function matricesOf(model: ModelConfig, runtime: Runtime): ReadonlyMap<string, Matrix> {
  const layers = linearLayers(model).map((layer): [string, Matrix] => [
    layer.name,
    {
      rows: rowsOf(layer),
      columns: layer.columns,
      words: runtime.weight(`${layer.name}.q_weight`),
      scales: runtime.weight(`${layer.name}.q_scale`),
    },
  ]);
  return new Map(layers);
}
