import { callableIn } from '../../judge/call/index.ts';
import type { BenchmarkId } from './benchmark.ts';
import type { ListedProblem, Listing } from './listing.ts';
import type { MethodId } from './methods.ts';

/** What is asked of a benchmark. */
export interface BenchmarkSettings {
  benchmark: BenchmarkId;
  /** Hash of its problems. */
  set: string;
  methods: MethodId[];
  language: string;
  /** Tokens a problem, the same for all methods: of prompts, a shared beginning once, and of answers. */
  tokens: number;
  seeds: number[];
  /** The first so many of those that can be run; they are a sample of all. */
  count: number;
  /** Contest days of the first and the last problem, where the benchmark has them; null where nothing is said. */
  since: string | null;
  until: string | null;
}

/** What MapCoder took on average with GPT-4 on xCodeEval: 17,100 tokens of prompts and 6,300 of answers. */
export const USUAL_TOKENS = 24_000;

export const DEFAULTS: Omit<BenchmarkSettings, 'benchmark' | 'set' | 'count' | 'methods'> = {
  language: 'python',
  tokens: USUAL_TOKENS,
  seeds: [1],
  since: null,
  until: null,
};

export interface Chosen {
  problems: ListedProblem[];
  /** Problems between the days that the language cannot be asked for. */
  notInLanguage: number;
}

/** The problems that the settings name. */
export function chosenProblems(
  { problems }: Pick<Listing, 'problems'>,
  { language, count, since, until }: Pick<BenchmarkSettings, 'language' | 'count' | 'since' | 'until'>,
): Chosen {
  const between = problems.filter(
    ({ date }) =>
      (since === null || (date !== null && date >= since)) &&
      (until === null || (date !== null && date <= until)),
  );
  const possible = between.filter(({ io }) => io !== 'call' || callableIn(language));
  return { problems: possible.slice(0, count), notInLanguage: between.length - possible.length };
}

/** The listing with every `of`-th of the problems that the settings name, from the `nth` on (1 …); its set is the whole one. */
export function partOf(listing: Listing, settings: BenchmarkSettings, nth: number, of: number): Listing {
  const { problems } = chosenProblems(listing, settings);
  return { ...listing, problems: problems.filter((_, at) => at % of === nth - 1) };
}

/** One problem by one method with one seed. */
export interface PlannedRun {
  problem: ListedProblem;
  method: MethodId;
  seed: number;
}

/**
 * All runs in their order: problem by problem, so that methods can be compared on what is there at any moment, and what a
 * machine goes through in days meets all of them.
 */
export function plannedRuns(listing: Listing, settings: BenchmarkSettings): PlannedRun[] {
  return chosenProblems(listing, settings).problems.flatMap((problem) =>
    settings.seeds.flatMap((seed) => settings.methods.map((method) => ({ problem, method, seed }))),
  );
}
