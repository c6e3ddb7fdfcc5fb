import type { Judge, JudgeTask, Submission } from './judge.ts';
import { overallVerdict } from './overall.ts';
import { type Problem, rulesOf } from './problem.ts';
import type { TestResult, Verdict } from './verdict.ts';

/** A submission's verdict with what each test showed. */
export interface Grade {
  verdict: Verdict;
  tests: TestResult[];
}

/** Judges a task to its end and gives its results together. */
export async function gradeTask(judge: Judge, task: JudgeTask, signal: AbortSignal): Promise<Grade> {
  const tests: TestResult[] = [];
  for await (const result of judge.judge(task, signal)) tests.push(result);
  return { verdict: overallVerdict(tests), tests };
}

/** Whether a program passes every test of a problem, samples and hidden ones; it runs until it fails one. */
export async function passesAll(
  problem: Problem,
  judge: Judge,
  submission: Submission,
  signal: AbortSignal,
): Promise<boolean> {
  const task = { submission, tests: problem.tests, ...rulesOf(problem), stopAtFailure: true };
  return (await gradeTask(judge, task, signal)).verdict === 'AC';
}

/** Runs the tests that the solve loop never sees. A problem without any is graded on nothing: SK. */
export function gradeHidden(
  problem: Problem,
  judge: Judge,
  submission: Submission,
  signal: AbortSignal,
): Promise<Grade> {
  const tests = problem.tests.filter(({ origin }) => origin !== 'sample');
  return gradeTask(judge, { submission, tests, ...rulesOf(problem) }, signal);
}
