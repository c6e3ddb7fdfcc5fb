/** What a contest problem is, whatever it was imported from. Plain data: it is stored, exported and cloned as is. */

export interface Limits {
  /** Wall time of one test in milliseconds, before a language's factor. */
  timeMs: number;
  memoryBytes: number;
  outputBytes: number;
}

/** How a program gets its input and gives its output. */
export type Io = { kind: 'stdin' };

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

export interface Asset {
  name: string;
  mediaType: string;
  base64: string;
}

export interface Problem {
  /** Hash of title, statement and io as first imported; never changed after: drafts, submissions and runs hang on it. */
  id: string;
  /** Hash of io, limits, tests and checker: what a verdict depends on. Runs record it. */
  revision: string;
  title: string;
  /** Markdown; empty when the source carries none (Competitive Companion). */
  statement: string;
  assets: Asset[];
  limits: Limits;
  io: Io;
  tests: Test[];
  checker: CheckerSpec;
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

export function openProblem(problem: Problem): OpenProblem {
  const { id, revision, title, statement, limits, io, checker } = problem;
  const samples = problem.tests.filter((test) => test.origin === 'sample');
  return { id, revision, title, statement, limits, io, checker, samples };
}
