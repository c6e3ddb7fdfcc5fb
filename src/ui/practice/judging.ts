import type { Judge } from '../../judge/judge.ts';
import type { Problem } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { createState, type State } from '../state.ts';

/** One judging of the person's own program, as far as it has come. */
export interface Judging {
  which: 'samples' | 'all tests';
  results: TestResult[];
  total: number;
  running: boolean;
  error: Error | null;
}

export interface JudgingDesk {
  judging: State<Judging | null>;
  /** Judges `source`; one that is still running is stopped first. */
  start(problem: Problem, which: Judging['which'], submission: { language: string; source: string }): void;
  stop(): void;
}

export function createJudgingDesk(judge: Judge): JudgingDesk {
  const judging = createState<Judging | null>(null);
  let current = new AbortController();
  return {
    judging,
    start(problem, which, submission) {
      current.abort();
      const controller = new AbortController();
      current = controller;
      const tests =
        which === 'samples' ? problem.tests.filter(({ origin }) => origin === 'sample') : problem.tests;
      const show = (part: Partial<Judging>) => {
        if (current === controller) judging.set({ ...judging.value!, ...part });
      };
      judging.set({ which, results: [], total: tests.length, running: true, error: null });
      const follow = async () => {
        const { limits, checker } = problem;
        const results: TestResult[] = [];
        for await (const result of judge.judge({ submission, tests, limits, checker }, controller.signal)) {
          results.push(result);
          show({ results: [...results] });
        }
      };
      follow().then(
        () => show({ running: false }),
        (error: Error) => show({ running: false, error: controller.signal.aborted ? null : error }),
      );
    },
    stop() {
      current.abort();
    },
  };
}
