import { gradeTask } from '../judge/grade.ts';
import type { Judge } from '../judge/judge.ts';
import { type Problem, rulesOf } from '../judge/problem.ts';
import type { TestResult } from '../judge/verdict.ts';
import type { SolveEvent } from './events.ts';
import type { RunFile } from './run-file.ts';

/** One test whose verdict is not what the run recorded. */
export interface Disagreement {
  recorded: TestResult;
  now: TestResult;
}

/** A program that was judged again on the tests that the run judged it on. */
export interface Rejudged {
  candidate: number;
  /** `samples` as the loop saw them, `grade` on the hidden tests. */
  what: 'samples' | 'grade';
  tests: number;
  differing: Disagreement[];
}

/** A run cannot be judged again; the message says why. */
export class JudgeAgainError extends Error {
  override readonly name = 'JudgeAgainError';
}

/** How many judgings a run recorded, which `judgeAgain` makes again. */
export const judgingsOf = (events: readonly SolveEvent[]): number =>
  events.filter(({ type }) => type === 'judged' || type === 'graded').length;

/**
 * Runs every program of a run again on the tests that it was judged on, and says where the verdicts differ. Tests that
 * were skipped are skipped again. Needs no model. Throws `JudgeAgainError` where the problem is not there, and what the
 * judge throws where it cannot judge at all.
 */
export async function* judgeAgain(
  { problem, events }: Pick<RunFile, 'problem' | 'events'>,
  judge: Judge,
  signal: AbortSignal,
): AsyncGenerator<Rejudged> {
  if (!problem)
    throw new JudgeAgainError('The run holds no problem, so there is nothing to judge its programs on.');
  const sources = new Map(
    events.flatMap((event) =>
      event.type === 'judged' ? [[event.candidate.id, event.candidate] as const] : [],
    ),
  );
  for (const event of events) {
    if (event.type !== 'judged' && event.type !== 'graded') continue;
    const id = event.type === 'judged' ? event.candidate.id : event.candidate;
    const submission = event.type === 'judged' ? event.candidate : sources.get(id);
    if (!submission) throw new JudgeAgainError(`The run graded program ${id}, which it does not hold.`);
    const recorded = event.tests.filter(({ verdict }) => verdict !== 'SK');
    const tests = recorded.map(({ id }) => testOf(problem, id));
    const again = await gradeTask(judge, { submission, tests, ...rulesOf(problem) }, signal);
    signal.throwIfAborted();
    yield {
      candidate: id,
      what: event.type === 'judged' ? 'samples' : 'grade',
      tests: tests.length,
      differing: recorded.flatMap((before, i) => {
        const now = again.tests[i]!;
        return now.verdict === before.verdict ? [] : [{ recorded: before, now }];
      }),
    };
  }
}

function testOf(problem: Problem, id: string) {
  const test = problem.tests.find((one) => one.id === id);
  if (!test) throw new JudgeAgainError(`The run judged on the test ${id}, which its problem does not have.`);
  return test;
}

/** Whether a run's verdicts are of the problem as the file holds it: tests, limits and checker are the same. */
export function isOfProblem({ problem, events }: Pick<RunFile, 'problem' | 'events'>): boolean {
  const [started] = events;
  return started?.type === 'started' && started.revision === problem?.revision;
}
