import type { SolveOptions } from './events.ts';

export const DEFAULT_OPTIONS: SolveOptions = {
  language: 'python',
  plans: 3,
  programsPerPlan: 2,
  rounds: 3,
  seed: 1,
  temperature: 0.8,
  thinking: 2048,
  without: { pack: [], debugger: false },
};
