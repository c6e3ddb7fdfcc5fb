import type { Expectation } from './agreement.ts';

/** What a contest problem is, whatever it was imported from. Plain data: it is stored, exported and cloned as is. */

export interface Limits {
  /** Wall time of one test in milliseconds, before a language's factor. */
  timeMs: number;
  memoryBytes: number;
  outputBytes: number;
}

/**
 * How a program gets its input and gives its output:
 *
 * - `stdin`: on the standard streams;
 * - `files`: in files of these plain names; an empty name is the standard stream;
 * - `call`: it defines a function `fn`, or a class `Solution` with such a method. A test's input is the arguments, each
 *   as JSON on a line of its own; an answer is the result as JSON. `starter` is the code that a person starts from,
 *   empty if the source has none.
 */
export type Io =
  | { kind: 'stdin' }
  | { kind: 'files'; input: string; output: string }
  | { kind: 'call'; fn: string; starter: string };

export type TestOrigin = 'sample' | 'secret' | 'user';

export interface Test {
  /** Unique in its problem and stable, e.g. `sample/1`. */
  id: string;
  input: string;
  /** Any of these is accepted; never empty. */
  answers: string[];
  group?: string;
  /** In place of the problem's checker's own, where tests are compared in different ways. */
  config?: CheckerSpec['config'];
  /** In place of the arguments of the problem's own checker or interactor. */
  args?: readonly string[];
  origin: TestOrigin;
}

/** Which checker compares output with answer; `config` is the checker's own. */
export interface CheckerSpec {
  id: string;
  config: Record<string, string | number | boolean>;
  /** The checker itself, where it is a program of the problem's own; its id is then PROGRAM_CHECKER. */
  program?: JudgeProgram;
}

export const PROGRAM_CHECKER = 'program';

/** Exact tokens, as testlib's wcmp compares them. */
export const DEFAULT_CHECKER: CheckerSpec = { id: 'tokens', config: {} };

/** A program of the problem's own that says whether a submission is right. It is run as untrusted as any other. */
export interface JudgeProgram {
  language: string;
  source: string;
  /** What it is compiled and run beside, by plain names: `testlib.h`. */
  files?: Readonly<Record<string, string>>;
  /**
   * How it is called and how it answers: `kattis`, an output validator (exit code 42 or 43); `testlib`, a checker or
   * interactor of Polygon's (exit code 0, 1, 2 …).
   */
  protocol: 'kattis' | 'testlib';
  /** Arguments after those of the protocol: a validator's flags. */
  args?: readonly string[];
}

/** A program that comes with a problem; never shown to the solve loop. */
export interface Reference {
  /** Its path in the package that it came in. */
  name?: string;
  language: string;
  source: string;
  /** What the problem's author says that it gets. */
  verdict: Expectation;
}

export interface Asset {
  name: string;
  mediaType: string;
  base64: string;
}

export interface Problem {
  /** Hash of title, statement and io as first imported; never changed after: drafts, submissions and runs hang on it. */
  id: string;
  /** Hash of io, limits, tests, checker and interactor: what a verdict depends on. Runs record it. */
  revision: string;
  title: string;
  /** Markdown; empty when the source carries none (Competitive Companion). */
  statement: string;
  assets: Asset[];
  limits: Limits;
  io: Io;
  tests: Test[];
  checker: CheckerSpec;
  /** The program that talks with a submission over pipes, in a problem where each waits for the other's answers. */
  interactor?: JudgeProgram;
  references: Reference[];
  /** Where it came from, for people: a URL, a file name, `family seed 7 #12`; empty if unknown. */
  source: string;
  tags: string[];
  rating: number | null;
}

/**
 * All that the solve loop is given: no hidden test, reference, tag, source or rating. The problem's own judge programs
 * are for the judge alone.
 */
export type OpenProblem = Pick<
  Problem,
  'id' | 'revision' | 'title' | 'statement' | 'limits' | 'io' | 'checker' | 'interactor'
> & {
  samples: Test[];
};

export function openProblem(problem: Problem): OpenProblem {
  const { id, revision, title, statement } = problem;
  const samples = problem.tests.filter((test) => test.origin === 'sample');
  return { id, revision, title, statement, ...rulesOf(problem), samples };
}

/** What judging depends on, beside the submission and the tests. */
export type Rules = Pick<Problem, 'io' | 'limits' | 'checker' | 'interactor'>;

export function rulesOf({ io, limits, checker, interactor }: Rules): Rules {
  return { io, limits, checker, ...(interactor ? { interactor } : {}) };
}
