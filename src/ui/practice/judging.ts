import type { Judge, Submission } from '../../judge/judge.ts';
import { overallVerdict } from '../../judge/overall.ts';
import { type Problem, rulesOf, type Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import type { LastJudging } from '../../store/desks.ts';
import { createState, type State } from '../state.ts';

/** What a program is run on: `samples` are those of the problem and the person's own tests. */
export type Which = 'samples' | 'all tests' | 'custom input';

/** One judging of the person's own program, as far as it has come. */
export interface Judging {
  which: Which;
  submission: Submission;
  tests: readonly Test[];
  results: TestResult[];
  running: boolean;
  error: Error | null;
}

export interface JudgingDesk {
  judging: State<Judging | null>;
  /**
   * Judges the program; one that is still running is stopped first. Resolves when it has ended: with all results,
   * or with null when it was stopped or broke.
   */
  start(task: JudgingTask): Promise<TestResult[] | null>;
  /** Shows at once that nothing runs any more. */
  stop(): void;
}

export interface JudgingTask {
  which: Which;
  submission: Submission;
  tests: readonly Test[];
  problem: Problem;
}

/** Whether this was the program that was judged last, and passed. */
export function wasAccepted(last: LastJudging | null, source: string): boolean {
  return last?.submission.source === source && overallVerdict(last.results) === 'AC';
}

/** A desk that begins with what was shown last. */
export function createJudgingDesk(judge: Judge, last: LastJudging | null = null): JudgingDesk {
  const judging = createState<Judging | null>(last && { ...last, running: false, error: null });
  let current = new AbortController();

  const stop = () => {
    current.abort();
    if (judging.value?.running) judging.set({ ...judging.value, running: false });
  };
  return {
    judging,
    stop,
    async start({ which, submission, tests, problem }) {
      stop();
      const controller = new AbortController();
      current = controller;
      const results: TestResult[] = [];
      const show = (part: Partial<Judging>) => {
        if (!controller.signal.aborted) judging.set({ ...judging.value!, ...part });
      };
      judging.set({ which, submission, tests, results: [], running: true, error: null });
      const task = { submission, tests, ...rulesOf(problem) };
      try {
        for await (const result of judge.judge(task, controller.signal)) {
          results.push(result);
          show({ results: [...results] });
        }
        show({ running: false });
      } catch (error) {
        show({ running: false, error: error as Error });
        return null;
      }
      return controller.signal.aborted ? null : results;
    },
  };
}
