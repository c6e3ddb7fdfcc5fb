import { gradeTask } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { rulesOf } from '../../judge/problem.ts';
import type { Verdict } from '../../judge/verdict.ts';
import { gradedTests } from './benchmark.ts';
import type { ProblemShelf } from './listing.ts';
import type { Row } from './row.ts';

/** A row whose program was judged again. */
export interface Checked {
  row: Row;
  verdict: Verdict;
  /** Whether it is what the row says. */
  same: boolean;
}

/** Judges the programs of rows again, on what their benchmark's grader runs; no model is asked. */
export async function* checkRows(
  rows: readonly Row[],
  { judge, shelf, signal }: { judge: Judge; shelf: Pick<ProblemShelf, 'read'>; signal: AbortSignal },
): AsyncGenerator<Checked> {
  for (const row of rows) {
    if (row.handedIn === null) continue;
    const problem = await shelf.read({ id: row.problem, revision: row.revision });
    const submission = { language: row.language, source: row.handedIn };
    const tests = gradedTests(problem, row.benchmark);
    const task = { submission, tests, ...rulesOf(problem), stopAtFailure: true };
    const { verdict } = await gradeTask(judge, task, signal);
    yield { row, verdict, same: verdict === row.verdict };
  }
}
