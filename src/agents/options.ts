import type { SolveOptions } from './events.ts';

export const DEFAULT_OPTIONS: SolveOptions = {
  language: 'python',
  via: null,
  plans: 3,
  programsPerPlan: 2,
  direct: 2,
  rounds: 3,
  seed: 1,
  temperature: 0.8,
  thinking: 2048,
  budget: { ms: null, tokens: null },
  earlyStop: true,
  cluster: true,
  archive: true,
  trace: true,
  without: { pack: [], debugger: false },
};

/** The options of a run that may have been made before there were all of them, as it went by them then. */
export const optionsOfRun = (kept: Partial<SolveOptions>): SolveOptions =>
  wholeOptions({ direct: 0, ...kept });

/** Options as they were kept, with the defaults of those that did not exist then. */
export const wholeOptions = (kept: Partial<SolveOptions>): SolveOptions => ({ ...DEFAULT_OPTIONS, ...kept });
