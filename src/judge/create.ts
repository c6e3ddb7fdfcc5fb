import { hashOf } from './canonical.ts';
import { DEFAULT_CHECKER, type Limits, type Problem, type Test } from './problem.ts';
import { validateProblem } from './validate.ts';

const MiB = 1024 * 1024;

/** What a problem gets whose source names no limits. */
export const DEFAULT_LIMITS: Limits = { timeMs: 2000, memoryBytes: 256 * MiB, outputBytes: 8 * MiB };

/** The result of a call as JSON, every value exactly. */
export const CALL_CHECKER: Problem['checker'] = { id: 'json', config: {} };

/** All of a problem but its hashes; what is left out gets its default. `id` is kept where a source carries one. */
export type ProblemDraft = Pick<Problem, 'title' | 'tests'> & Partial<Omit<Problem, 'revision'>>;

/** Completes a draft and hashes it; throws `InvalidProblemError` for one that could not be judged. */
export async function createProblem(draft: ProblemDraft): Promise<Problem> {
  const {
    title,
    tests,
    statement = '',
    assets = [],
    limits = DEFAULT_LIMITS,
    io = { kind: 'stdin' },
    checker = io.kind === 'call' ? CALL_CHECKER : DEFAULT_CHECKER,
    interactor,
    references = [],
    source = '',
    tags = [],
    rating = null,
  } = draft;
  const id = draft.id ?? (await hashOf({ title, statement, io }));
  const revision = await hashOf({ io, limits, tests, checker, interactor });
  const problem: Problem = {
    id,
    revision,
    title,
    statement,
    assets,
    limits,
    io,
    tests,
    checker,
    ...(interactor ? { interactor } : {}),
    references,
    source,
    tags,
    rating,
  };
  validateProblem(problem);
  return problem;
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
