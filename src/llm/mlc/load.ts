import { CONFIG_PATH } from '../../weights/config.ts';
import { checkLibrary, type Library, readLibrary } from '../../weights/library.ts';
import { type AnyRepository, readFile, readShard } from '../../weights/repository.ts';
import { DeviceLostError, EngineError } from '../errors.ts';
import { Device } from '../wgsl/device.ts';
import type { Gpu, GpuAdapter } from '../wgsl/gpu.ts';
import type { MlcHost, ServedFiles, WebLlmEngine } from './host.ts';
import { FILES_BELOW, MANIFEST_NAMES, Runtime } from './internals.ts';
import { mendMergeState } from './merge-state.ts';

/** An address that nobody serves: web-llm finds every file before it would ask for one. */
const ADDRESS = 'https://model.invalid/';
const LIBRARY = 'library.wasm';
const MODEL = 'model';
/** web-llm makes keys and values for so many positions when it loads; they are given back. */
const OWN_POSITIONS = 16;

/** web-llm's tokenizer is not used; this one takes no time to read. */
const NO_TOKENIZER = new TextEncoder().encode(
  JSON.stringify({
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: { type: 'BPE', vocab: { a: 0 }, merges: [] },
  }),
);

/** A model that web-llm has loaded. */
export interface LoadedLibrary {
  engine: WebLlmEngine;
  runtime: Runtime;
  device: Device;
  library: Library;
  /** Whether sequences may be forked, continued and batched: the library's race was found, and mended. */
  mended: boolean;
}

/**
 * Loads a repository's weights into its compiled library, at `path`, through web-llm. Every file comes from the repository's
 * source, each shard checked against its hash. Rejects with `WeightsError` for a damaged file or a library of another
 * model, and with `EngineError` where the GPU is missing, cannot run the library, or has no room.
 */
export async function loadLibrary(
  repository: AnyRepository,
  path: string,
  gpu: Gpu | null,
  host: MlcHost,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<LoadedLibrary> {
  const original = await readFile(repository.source, path, signal);
  const library = readLibrary(path, original);
  checkLibrary(library, repository.config, repository.manifest);
  const adapter = await adapterFor(library, gpu);
  const { bytes, mended } = mendMergeState(original);
  /** What went wrong with a file, which web-llm would tell in words of its own. */
  let fault: unknown = null;
  const files = served(repository, bytes, onProgress, signal, (error) => {
    fault = error;
  });
  const engine = await host.createEngine({
    appConfig: {
      model_list: [{ model: ADDRESS, model_id: MODEL, model_lib: ADDRESS + FILES_BELOW + LIBRARY }],
    },
    logLevel: 'SILENT',
  });
  try {
    await host.serving(files, () =>
      engine.reload(MODEL, { context_window_size: OWN_POSITIONS, sliding_window_size: -1 }),
    );
    signal?.throwIfAborted();
    const runtime = Runtime.of(engine, MODEL);
    const device = deviceOf(runtime, adapter);
    runtime.freeOwnCache();
    await device.orLost(device.gpu.queue.onSubmittedWorkDone());
    return { engine, runtime, device, library, mended: mended === 1 };
  } catch (error) {
    await engine.unload().catch(() => {});
    if (fault !== null) throw fault;
    signal?.throwIfAborted();
    throw explained(error, path);
  }
}

/** The adapter that web-llm will take too, which is asked for the same way. Throws `EngineError` where it cannot do. */
async function adapterFor({ quantisation }: Library, gpu: Gpu | null): Promise<GpuAdapter> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new EngineError('this browser offers no WebGPU adapter; choose the cpu executor');
  if (quantisation.includes('f16') && !adapter.features.has('shader-f16')) {
    throw new EngineError(
      "this GPU has no shader-f16, which the model's library needs; choose the wgsl executor, which takes the same download",
    );
  }
  return adapter;
}

function deviceOf(runtime: Runtime, { info, features }: GpuAdapter): Device {
  // web-llm asks for no subgroups.
  return new Device(runtime.device, info, features.has('shader-f16'), 0);
}

/** Every file that web-llm asks for, from the repository's source. */
function served(
  { source, manifest }: AnyRepository,
  library: Uint8Array<ArrayBuffer>,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal | undefined,
  onFault: (error: unknown) => void,
): ServedFiles {
  const total = manifest.shards.reduce((sum, { nbytes }) => sum + nbytes, 0);
  let done = 0;
  const files = new Map<string, () => Promise<Uint8Array<ArrayBuffer>>>();
  const serve = (path: string, read: () => Promise<Uint8Array<ArrayBuffer>>) =>
    files.set(ADDRESS + FILES_BELOW + path, () =>
      read().catch((error) => {
        onFault(error);
        throw error;
      }),
    );
  serve(LIBRARY, async () => library);
  serve('tokenizer.json', async () => NO_TOKENIZER);
  serve(CONFIG_PATH, () => readFile(source, CONFIG_PATH, signal));
  for (const name of MANIFEST_NAMES) serve(name, () => readFile(source, manifest.path, signal));
  for (const shard of manifest.shards) {
    serve(shard.dataPath, async () => {
      signal?.throwIfAborted();
      const bytes = await readShard(source, shard, signal);
      done += bytes.length;
      onProgress(done, total);
      return bytes;
    });
  }
  return files;
}

/** What web-llm or its runtime said, as an error of ours. */
function explained(error: unknown, path: string): Error {
  if (error instanceof EngineError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  // The runtime gives the device up when a buffer cannot be made.
  if (error instanceof DeviceLostError || /DeviceLost|device (was|is) lost|disposed/i.test(name + message)) {
    return new EngineError(
      'the GPU has no room for the model, or was lost while it was loaded; close other pages, or choose a smaller model or a shorter context',
      { cause: error },
    );
  }
  if (name === 'LinkError' || name === 'CompileError') {
    return new EngineError(
      `the library ${path} is damaged, or was compiled for another version of web-llm: ${message}`,
      { cause: error },
    );
  }
  return new EngineError(`web-llm could not load the model: ${message}`, { cause: error });
}
