import { hashOf } from './canonical.ts';
import type { Limits, Problem, Test } from './problem.ts';

const MiB = 1024 * 1024;

/** What a problem gets whose source names no limits. */
export const DEFAULT_LIMITS: Limits = { timeMs: 2000, memoryBytes: 256 * MiB, outputBytes: 8 * MiB };

/** Exact tokens, as testlib's wcmp compares them. */
export const DEFAULT_CHECKER: Problem['checker'] = { id: 'tokens', config: {} };

/** All of a problem but its hashes; what is left out gets its default. `id` is kept where a source carries one. */
export type ProblemDraft = Pick<Problem, 'title' | 'tests'> & Partial<Omit<Problem, 'revision'>>;

/** Completes a draft and hashes it. */
export async function createProblem(draft: ProblemDraft): Promise<Problem> {
  const {
    title,
    tests,
    statement = '',
    assets = [],
    limits = DEFAULT_LIMITS,
    io = { kind: 'stdin' },
    checker = DEFAULT_CHECKER,
    references = [],
    source = '',
    tags = [],
    rating = null,
  } = draft;
  const id = draft.id ?? (await hashOf({ title, statement, io }));
  const revision = await hashOf({ io, limits, tests, checker });
  return {
    id,
    revision,
    title,
    statement,
    assets,
    limits,
    io,
    tests,
    checker,
    references,
    source,
    tags,
    rating,
  };
}

/** Samples from pairs of input and output, named `sample/1`, `sample/2`, … */
export function samplesOf(pairs: readonly { input: string; output: string }[]): Test[] {
  return pairs.map(({ input, output }, index) => ({
    id: `sample/${index + 1}`,
    input,
    answers: [output],
    origin: 'sample',
  }));
}
