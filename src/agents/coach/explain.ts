import type { Judge, Submission } from '../../judge/judge.ts';
import { type Problem, rulesOf, type Test } from '../../judge/problem.ts';
import { type ShrinkStep, shrink, smallestFailing } from '../../judge/shrink/shrink.ts';
import { type TracedTest, traceTest } from '../../judge/trace-test.ts';
import { openTrial } from '../../judge/trial.ts';
import type { TestResult } from '../../judge/verdict.ts';
import type { Runner } from '../../sandbox/program.ts';
import { openRight, type RightProgram } from './right-program.ts';

export interface ExplainTask {
  runner: Runner;
  judge: Judge;
  problem: Problem;
  submission: Submission;
  /** Of the problem and the person's own. */
  tests: readonly Test[];
  /** What they showed for this very program, where that is known. */
  results: readonly TestResult[] | null;
  /** The first that answers the failing test right is asked for the answers of smaller ones. */
  right: readonly RightProgram[];
  signal: AbortSignal;
}

export type ExplainEvent =
  | { type: 'judged'; results: readonly TestResult[] }
  | { type: 'passes' }
  | { type: 'failing'; test: Test; result: TestResult }
  | { type: 'shrinking'; step: ShrinkStep; by: string }
  /** The test to look at. `by`: whose answers made it smaller; null where it is one of the given tests. */
  | { type: 'shrunk'; test: Test; result: TestResult; by: string | null }
  /** Null where this program's language or problem cannot be traced. */
  | { type: 'traced'; traced: TracedTest | null };

/** Finds the test on which a program's fault shows best, as small as can be, and takes down what the program did on it. */
export async function* explain(task: ExplainTask): AsyncGenerator<ExplainEvent> {
  const { runner, problem, submission, tests, signal } = task;
  const results = task.results ?? (yield* judged(task));
  const failing = smallestFailing(tests, results);
  if (!failing) {
    yield { type: 'passes' };
    return;
  }
  yield { type: 'failing', ...failing };
  // A program that does not compile has nothing to be made smaller.
  if (failing.result.verdict === 'CE') return;
  const shrunk = (yield* smaller(task, failing)) ?? { ...failing, by: null };
  yield { type: 'shrunk', ...shrunk };
  yield {
    type: 'traced',
    traced: await traceTest(runner, submission, rulesOf(problem), shrunk.test, signal),
  };
}

async function* judged({
  judge,
  problem,
  submission,
  tests,
  signal,
}: ExplainTask): AsyncGenerator<ExplainEvent, readonly TestResult[]> {
  const results: TestResult[] = [];
  for await (const result of judge.judge({ submission, tests, ...rulesOf(problem) }, signal)) {
    results.push(result);
    yield { type: 'judged', results: [...results] };
  }
  signal.throwIfAborted();
  return results;
}

/** The failing test made smaller; null where nobody knows the answers of others. */
async function* smaller(
  { runner, problem, submission, tests, right, signal }: ExplainTask,
  { test, result }: { test: Test; result: TestResult },
): AsyncGenerator<ExplainEvent, { test: Test; result: TestResult; by: string } | null> {
  // In a conversation the input is the interactor's, and an answer is what it accepts.
  if (problem.interactor) return null;
  const rules = rulesOf(problem);
  const trusted = await openRight(runner, right, rules, [test], signal);
  if (!trusted) return null;
  try {
    const program = await openTrial(runner, submission, rules, signal);
    try {
      const known = tests.map(({ input }) => input);
      const steps = shrink({
        ...{ io: problem.io, program, right: trusted.trial, failing: test, result, known, signal },
      });
      for (;;) {
        const { done, value } = await steps.next();
        if (done) return { test: value.test, result: value.result, by: trusted.who };
        yield { type: 'shrinking', step: value, by: trusted.who };
      }
    } finally {
      program.dispose();
    }
  } finally {
    trusted.trial.dispose();
  }
}
