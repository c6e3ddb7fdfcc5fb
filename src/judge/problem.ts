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
  origin: TestOrigin;
}

/** Which checker compares output with answer; `config` is the checker's own. */
export interface CheckerSpec {
  id: string;
  config: Record<string, string | number | boolean>;
}

/** A program that comes with a problem; never shown to the solve loop. */
export interface Reference {
  language: string;
  source: string;
  /** What the problem's author says that it gets. */
  verdict: string;
}

/** The program that talks with a submission over pipes, in a problem where both sides wait for each other. */
export interface Interactor {
  language: string;
  source: string;
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
  interactor?: Interactor;
  references: Reference[];
  /** Where it came from, for people: a URL, a file name, `family seed 7 #12`; empty if unknown. */
  source: string;
  tags: string[];
  rating: number | null;
}

/** All that the solve loop is given: no hidden test, reference, tag, source or rating. */
export type OpenProblem = Pick<
  Problem,
  'id' | 'revision' | 'title' | 'statement' | 'limits' | 'io' | 'checker'
> & {
  samples: Test[];
};

/** Throws `InteractiveError` for an interactive problem: the loop could not judge its candidates. */
export function openProblem(problem: Problem): OpenProblem {
  if (problem.interactor) throw new InteractiveError(problem.title);
  const { id, revision, title, statement, limits, io, checker } = problem;
  const samples = problem.tests.filter((test) => test.origin === 'sample');
  return { id, revision, title, statement, limits, io, checker, samples };
}

/** What judging depends on, beside the submission and the tests. */
export type Rules = Pick<Problem, 'io' | 'limits' | 'checker' | 'interactor'>;

export function rulesOf({ io, limits, checker, interactor }: Rules): Rules {
  return { io, limits, checker, ...(interactor ? { interactor } : {}) };
}

export class InteractiveError extends Error {
  override name = 'InteractiveError';
  constructor(what: string) {
    super(
      `${what} is interactive: a submission would talk with the problem’s own program. That cannot be run here.`,
    );
  }
}
