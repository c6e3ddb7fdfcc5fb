import type { AppState } from '../app-state.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createSets, type Sets } from './sets.ts';

export interface Benchmarks {
  sets: Sets;
  jobs: Jobs;
}

const made = new WeakMap<AppState, Benchmarks>();

/** The benchmarks of the app; made when their page is first opened. */
export function benchmarksOf(app: AppState): Benchmarks {
  const known = made.get(app);
  if (known) return known;
  const sets = createSets();
  const benchmarks = { sets, jobs: createJobs(app, sets) };
  made.set(app, benchmarks);
  return benchmarks;
}
