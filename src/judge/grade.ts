import type { Judge, Submission } from './judge.ts';
import { overallVerdict } from './overall.ts';
import { type Problem, rulesOf } from './problem.ts';
import type { TestResult, Verdict } from './verdict.ts';

export interface Grade {
  verdict: Verdict;
  tests: TestResult[];
}

/** Runs the tests that the solve loop never sees. A problem without any is graded on nothing: SK. */
export async function gradeHidden(
  problem: Problem,
  judge: Judge,
  submission: Submission,
  signal: AbortSignal,
): Promise<Grade> {
  const hidden = problem.tests.filter(({ origin }) => origin !== 'sample');
  const tests: TestResult[] = [];
  for await (const result of judge.judge({ submission, tests: hidden, ...rulesOf(problem) }, signal))
    tests.push(result);
  return { verdict: overallVerdict(tests), tests };
}
