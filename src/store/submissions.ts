import { set, values } from 'idb-keyval';
import type { Verdict } from '../judge/verdict.ts';
import { kept, readRange, shelf } from './database.ts';

/** One judging of a program of the person's own against all tests of a problem. */
export interface Submission {
  problem: string;
  /** Milliseconds since 1970. */
  at: number;
  language: string;
  source: string;
  /** The problem's revision that the verdict is of. */
  revision: string;
  verdict: Verdict;
  passed: number;
  tests: number;
  /** Of the slowest test. */
  ms: number;
}

export function keepSubmission(submission: Submission): Promise<void> {
  return kept('keep this submission', () =>
    set([submission.problem, submission.at], submission, shelf('submissions')),
  );
}

/** A problem's submissions, newest first. */
export function listSubmissions(problem: string): Promise<Submission[]> {
  return kept('list the submissions', async () => {
    const range = IDBKeyRange.bound([problem, 0], [problem, Number.MAX_SAFE_INTEGER]);
    return (await readRange<Submission>('submissions', range)).reverse();
  });
}

/** How far the person came with a problem. */
export type Progress = 'solved' | 'tried';

/** The problems that the person ever submitted to; the others are not in the map. */
export function readProgress(): Promise<Map<string, Progress>> {
  return kept('read what you have solved', async () => {
    const progress = new Map<string, Progress>();
    for (const { problem, verdict } of await values<Submission>(shelf('submissions'))) {
      if (verdict === 'AC') progress.set(problem, 'solved');
      else if (!progress.has(problem)) progress.set(problem, 'tried');
    }
    return progress;
  });
}
