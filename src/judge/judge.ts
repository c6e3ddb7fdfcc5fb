import type { CheckerSpec, Limits, Test } from './problem.ts';
import type { TestResult } from './verdict.ts';

export interface Submission {
  language: string;
  source: string;
}

export interface JudgeTask {
  submission: Submission;
  tests: readonly Test[];
  limits: Limits;
  checker: CheckerSpec;
  /** Give SK to every test after the first that is not accepted; for grading, where one failure settles it. */
  stopAtFailure?: boolean;
}

/** Runs a submission against tests. Results come in the order of `tests`; a compile error gives CE on each of them. */
export interface Judge {
  judge(task: JudgeTask, signal: AbortSignal): AsyncIterable<TestResult>;
}
