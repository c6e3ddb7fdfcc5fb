import { expose } from '../src/bridge.ts';
import type { LoadedEngine } from '../src/llm/build-pack.ts';
import { EngineError } from '../src/llm/errors.ts';
import { loadEngine } from '../src/llm/load.ts';
import type { Gpu } from '../src/llm/wgsl/gpu.ts';
import type { EngineWorker } from '../src/remote-engine.ts';
import { keptKernels } from '../src/store/kernels.ts';
import { fetchSource } from '../src/weights/fetch-source.ts';

/** Holds one engine for the page: `load` first, then the engine's own methods. */
let engine: LoadedEngine | null = null;

function loaded(): LoadedEngine {
  if (!engine) throw new EngineError('no model is loaded in this worker; call load first');
  return engine;
}

const api: EngineWorker = {
  async load({ baseUrl, signal, ...options }, onProgress) {
    const source = fetchSource(baseUrl, (url, init) => fetch(url, init));
    const { gpu = null } = navigator as { gpu?: Gpu };
    engine = await loadEngine(source, { ...options, gpu, choices: keptKernels, onProgress }, signal);
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
