import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SolveEvent, SolveOptions } from '../agents/events.ts';
import type { Judge } from '../judge/judge.ts';
import type { Problem } from '../judge/problem.ts';
import type { Engine } from '../llm/engine.ts';
import type { ModelStore } from '../models/store.ts';
import type { Download } from '../sandbox/assets/downloads.ts';
import type { Language, Runner } from '../sandbox/program.ts';
import type { Settings } from '../store/settings.ts';
import type { Action } from './command/actions.ts';
import type { Loading } from './loading.ts';
import type { ModelInUse } from './model-in-use.ts';
import type { Offline } from './offline/offline.ts';
import type { Outside } from './outside/outside.ts';
import type { LiveRun } from './solve/live-run.ts';
import type { State } from './state.ts';
import type { Traffic } from './traffic.ts';

/** What every page may use: made once when the app starts, and alive while pages come and go. */
export interface AppState {
  model: ModelInUse;
  /** That of the model in use. */
  engine: State<Loading<Engine>>;
  judge: Judge;
  /** Runs programs that are no submission of a judging: traced, or tried on one input after the other. */
  runner: Runner;
  /** Languages that programs can be run in. */
  languages: readonly Language[];
  /** What is being downloaded for them now. */
  downloads: State<readonly Download[]>;
  /** Bundled problems first, then the user's own. */
  problems: State<Loading<ListedProblem[]>>;
  settings: State<Settings>;
  /** What went wrong with storage last; the page shows it until it is put away. */
  trouble: State<Error | null>;
  run: State<LiveRun | null>;
  /** How many jobs of the studio ask the model now. */
  teaching: State<number>;
  traffic: State<Traffic>;
  /** The page's way out: for everything that is not the site's own. */
  outside: Outside;
  /** The page without a network. */
  offline: Offline;
  /** Models kept on this device. */
  models: ModelStore;
  /** What can be done now, by who offers it. */
  actions: State<Record<string, readonly Action[]>>;
  /** Asked, each says whether something stands on the page that the person has not finished. */
  work: Set<() => boolean>;
  changeSettings(change: Partial<Settings>): void;
  /** Keeps them; a statement that the person gave stays where a problem comes again without one. */
  addProblem(...problems: Problem[]): Promise<void>;
  removeProblem(id: string): Promise<void>;
  /** Starts a run; the engine must be ready and no run live. */
  solve(problem: Problem, options: SolveOptions): void;
  /** Goes on with a run from its stored events; the engine must be the one that it began with, and no run live. */
  continueRun(problem: Problem, before: readonly SolveEvent[]): void;
}

export interface ListedProblem {
  problem: Problem;
  bundled: boolean;
}

export const AppContext = createContext<AppState | null>(null);

export function useApp(): AppState {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp outside of <App>: wrap the component in AppContext.Provider.');
  return app;
}
