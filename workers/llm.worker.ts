import { expose } from '../src/bridge.ts';
import type { Engine } from '../src/llm/engine.ts';
import { EngineError } from '../src/llm/errors.ts';
import { loadEngine } from '../src/llm/load.ts';
import type { EngineWorker } from '../src/remote-engine.ts';
import { fetchSource } from '../src/weights/fetch-source.ts';

/** Holds one engine for the page: `load` first, then the engine's own methods. */
let engine: Engine | null = null;

function loaded(): Engine {
  if (!engine) throw new EngineError('no model is loaded in this worker; call load first');
  return engine;
}

const api: EngineWorker = {
  async load({ baseUrl, kernels, signal }, onProgress) {
    const source = fetchSource(baseUrl, (url, init) => fetch(url, init));
    engine = await loadEngine(source, { ...(kernels && { kernels }), onProgress }, signal);
    return engine.info;
  },
  countTokens: (prompt) => loaded().countTokens(prompt),
  submit: (requests, signal) => loaded().submit(requests, signal),
  verifyRole: (role) => loaded().verifyRole(role),
  hold: () => loaded().hold(),
  resume: () => loaded().resume(),
};

expose(api);
