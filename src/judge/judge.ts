import type { Rules, Test } from './problem.ts';
import type { TestResult } from './verdict.ts';

export interface Submission {
  language: string;
  source: string;
}

/** `rulesOf(problem)` gives a problem's own. */
export interface JudgeTask extends Rules {
  submission: Submission;
  tests: readonly Test[];
  /** Give SK to every test after the first that is not accepted; for grading, where one failure settles it. */
  stopAtFailure?: boolean;
}

/**
 * Runs a submission against tests. What cannot be judged at all is thrown: a language, checker or way of input and
 * output that is not there, a judge program of the problem's own that does not compile, languages that cannot talk with
 * each other here. Results come in the order of `tests`; a compile error gives CE on
 * each of them.
 */
export interface Judge {
  judge(task: JudgeTask, signal: AbortSignal): AsyncIterable<TestResult>;
}
