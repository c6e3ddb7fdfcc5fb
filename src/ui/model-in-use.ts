import type { LoadedEngine } from '../llm/build-pack.ts';
import { loadRemoteEngine, type ModelPlace } from '../remote-engine.ts';
import type { ModelChoice } from '../store/settings.ts';
import type { Loading } from './loading.ts';
import type { Elsewhere, ModelHold } from './model-hold.ts';
import { ModelWork } from './model-work.ts';
import { createState, type State } from './state.ts';
import { bytes } from './words.ts';

/** The model that the page runs, and how. It outlives the pages; one at a time is in memory. */
export interface ModelInUse {
  engine: State<Loading<LoadedEngine>>;
  /** What was asked for; `engine` says what came of it. */
  choice: State<ModelChoice | null>;
  /** Puts away what is loaded, or is being loaded, and loads this; `engine` tells how it goes. */
  use(choice: ModelChoice): void;
  /** Gives up what is being loaded. */
  stop(): void;
  /** Set while another tab has the model: one tab at a time has it in memory. */
  elsewhere: State<Elsewhere | null>;
  /** Asks the tab that has the model to let go of it, and loads it here then. */
  takeOver(): void;
  /** Draws again whatever shows the engine's `info`, which was changed. */
  changed(): void;
}

export interface ModelParts {
  /** Starts a worker that runs `workers/llm.worker.ts`. */
  start(): Worker;
  /** Where a model's files are. */
  placeOf(model: string): ModelPlace;
  /** The engine of the endpoint of this name. */
  openEndpoint(name: string, signal: AbortSignal): Promise<LoadedEngine>;
  /** Gives the engine the packs that the person chose for its model. */
  dress(engine: LoadedEngine): Promise<void>;
  hold: ModelHold;
}

/** Nothing is loaded until `use` is called. `work` is what the judge must know of it. */
export function createModelInUse({
  start,
  placeOf,
  openEndpoint,
  dress,
  hold,
}: ModelParts): ModelInUse & { work: ModelWork } {
  const engine = createState<Loading<LoadedEngine>>(LOADING);
  const choice = createState<ModelChoice | null>(null);
  const work = new ModelWork();
  let latest = new AbortController();

  const load = async ({ model, ...settings }: ModelChoice, { signal }: AbortController) => {
    if (settings.executor === 'endpoint') {
      hold.release();
      return openEndpoint(model, signal);
    }
    await hold.take(signal, () => engine.set(IN_ANOTHER_TAB));
    signal.throwIfAborted();
    engine.set(LOADING);
    const onProgress = (done: number, total: number) => {
      if (signal.aborted) return;
      const note = `Loading ${model}, ${bytes(total)}…`;
      engine.set({ is: 'loading', note, fraction: done / total });
    };
    const options = { ...placeOf(model), ...settings, onProgress };
    const loaded = await loadRemoteEngine(start(), options, signal);
    try {
      await dress(loaded);
      signal.throwIfAborted();
    } catch (error) {
      await loaded.dispose();
      throw error;
    }
    return loaded;
  };

  const putAway = () => {
    const before = engine.value;
    latest.abort(new StoppedError(choice.value?.model ?? ''));
    if (before.is === 'ready') void before.value.dispose();
  };
  const use = (wanted: ModelChoice) => {
    putAway();
    const mine = new AbortController();
    latest = mine;
    choice.set(wanted);
    engine.set(LOADING);
    work.watchOver(load(wanted, mine)).then(
      (value) => latest === mine && engine.set({ is: 'ready', value }),
      (error: Error) => {
        if (latest !== mine) return;
        // Nothing is in memory: another tab may have it.
        hold.release();
        engine.set({ is: 'failed', error });
      },
    );
  };
  hold.onGiven(() => {
    putAway();
    engine.set(IN_ANOTHER_TAB);
  });

  return {
    engine,
    choice,
    work,
    elsewhere: hold.elsewhere,
    use,
    takeOver() {
      const given = hold.elsewhere.value === 'given';
      hold.ask();
      if (given && choice.value) use(choice.value);
    },
    stop() {
      if (engine.value.is === 'loading') latest.abort(new StoppedError(choice.value?.model ?? 'the model'));
    },
    changed() {
      if (engine.value.is === 'ready') engine.set({ ...engine.value });
    },
  };
}

const LOADING = { is: 'loading', note: 'Loading the model…', fraction: null } as const;
const IN_ANOTHER_TAB = { is: 'loading', note: 'The model is in another tab.', fraction: null } as const;

/** A person did not want to wait for a model. */
class StoppedError extends Error {
  override readonly name = 'StoppedError';
  constructor(model: string) {
    super(`Loading ${model} was stopped; choose a model to load.`);
  }
}
