import { get, set, values } from 'idb-keyval';
import { kept, readRange, shelf } from './database.ts';
import type { KeptSubmission } from './records.ts';

export function keepSubmission(submission: KeptSubmission): Promise<void> {
  return kept('keep this submission', () =>
    set([submission.problem, submission.at], submission, shelf('submissions')),
  );
}

/** The submission of a moment; null where there is none. */
export function findSubmission(problem: string, at: number): Promise<KeptSubmission | null> {
  return kept('read a submission', async () => {
    return (await get<KeptSubmission>([problem, at], shelf('submissions'))) ?? null;
  });
}

/** A problem's submissions, newest first. */
export function listSubmissions(problem: string): Promise<KeptSubmission[]> {
  return kept('list the submissions', async () => {
    const range = IDBKeyRange.bound([problem, 0], [problem, Number.MAX_SAFE_INTEGER]);
    return (await readRange<KeptSubmission>('submissions', range)).reverse();
  });
}

/** How far the person came with a problem. */
export type Progress = 'solved' | 'tried';

/** The problems that the person ever submitted to; the others are not in the map. */
export function readProgress(): Promise<Map<string, Progress>> {
  return kept('read what you have solved', async () => {
    const progress = new Map<string, Progress>();
    for (const { problem, verdict } of await values<KeptSubmission>(shelf('submissions'))) {
      if (verdict === 'AC') progress.set(problem, 'solved');
      else if (!progress.has(problem)) progress.set(problem, 'tried');
    }
    return progress;
  });
}
