import type { Engine } from '../llm/engine.ts';
import { loadRemoteEngine } from '../remote-engine.ts';
import type { Loading } from './loading.ts';
import { ModelWork } from './model-work.ts';
import { createState, type State } from './state.ts';
import { bytes } from './words.ts';

/** A model that is on its way: what the page shows of it, and the engine once it is there. */
export interface ComingModel {
  state: State<Loading<Engine>>;
  /** Rejects with what `loadRemoteEngine` rejects with. */
  engine: Promise<Engine>;
  /** Whether it works; its loading counts. */
  work: ModelWork;
}

/** Loads the model, from a folder relative to the page, in the worker that `start` starts, when its time has come. */
export function loadModel(start: () => Worker, baseUrl: string, time: Promise<void>): ComingModel {
  const state = createState<Loading<Engine>>({ is: 'loading', note: 'Loading the model…', fraction: null });
  const onProgress = (done: number, total: number) =>
    state.set({ is: 'loading', note: `Loading the model, ${bytes(total)}…`, fraction: done / total });
  const work = new ModelWork();
  const engine = work.watchOver(
    time.then(() => loadRemoteEngine(start(), { baseUrl, onProgress }, new AbortController().signal)),
  );
  engine.then(
    (value) => state.set({ is: 'ready', value }),
    (error: Error) => state.set({ is: 'failed', error }),
  );
  return { state, engine, work };
}
