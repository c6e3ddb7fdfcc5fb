import { expose } from '../src/bridge.ts';
import type { LoadedEngine } from '../src/llm/build-pack.ts';
import { EngineError } from '../src/llm/errors.ts';
import { loadEngine } from '../src/llm/load.ts';
import type { Gpu } from '../src/llm/wgsl/gpu.ts';
import { withKeptModel } from '../src/models/kept-source.ts';
import type { EngineWorker } from '../src/remote-engine.ts';
import { keptKernels } from '../src/store/kernels.ts';
import { fetchSource } from '../src/weights/fetch-source.ts';
import type { Source } from '../src/weights/source.ts';
import { webLlmHost } from './llm/web-llm.ts';

/** Holds one engine for the page: `load` first, then the engine's own methods. */
let engine: LoadedEngine | null = null;

function loaded(): LoadedEngine {
  if (!engine) throw new EngineError('no model is loaded in this worker; call load first');
  return engine;
}

const api: EngineWorker = {
  async load({ from, contextLength, signal, ...options }, onProgress) {
    const { gpu = null } = navigator as { gpu?: Gpu };
    const load = (source: Source, library: string | null = null) => {
      const mlc =
        library === null
          ? undefined
          : { host: webLlmHost, library, ...(contextLength !== undefined && { contextLength }) };
      return loadEngine(source, { ...options, mlc, gpu, choices: keptKernels, onProgress }, signal);
    };
    engine =
      'kept' in from
        ? // Its shards' hashes are compared as they are read, as anywhere.
          await withKeptModel(from.kept, { shards: 'reader' }, ({ source, library }) => load(source, library))
        : await load(fetchSource(from.baseUrl, (url, init) => fetch(url, init)));
    return engine.info;
  },
  countTokens: (prompt) => loaded().countTokens(prompt),
  submit: (requests, signal) => loaded().submit(requests, signal),
  verifyRole: (role) => loaded().verifyRole(role),
  buildPack: (request, onProgress, signal) => loaded().buildPack(request, onProgress, signal),
  setPack: (role, pack) => loaded().setPack(role, pack),
  hold: () => loaded().hold(),
  resume: () => loaded().resume(),
};

expose(api);
