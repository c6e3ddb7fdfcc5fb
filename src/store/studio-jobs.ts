import { del, get, set, values } from 'idb-keyval';
import { deleteRange, kept, putAll, readRange, shelf } from './database.ts';
import type { StudioJob } from './records.ts';

export type { StudioJob } from './records.ts';

/** Where jobs of a kind are kept. */
export type JobShelf = 'studio-jobs' | 'benchmark-jobs';

/** Under `[job, '']` stands the tally, under `[job, file, step]` a step's lines of a file. */
const tallyKey = (job: string) => [job, ''];
const linesOf = (job: string, file: string) =>
  IDBKeyRange.bound([job, file, 0], [job, file, Number.MAX_SAFE_INTEGER]);

export function keepJob<Settings>(job: StudioJob<Settings>, on: JobShelf = 'studio-jobs'): Promise<void> {
  return kept('keep this job', () => set(job.id, job, shelf(on)));
}

/** All jobs, newest first. */
export function listJobs<Settings>(on: JobShelf = 'studio-jobs'): Promise<StudioJob<Settings>[]> {
  return kept('list the jobs', async () => {
    const jobs = await values<StudioJob<Settings>>(shelf(on));
    return jobs.sort((a, b) => b.startedAt - a.startedAt);
  });
}

/** Keeps a step's lines and the tally with it, both or neither. */
export function appendStep(
  job: string,
  step: number,
  files: Readonly<Record<string, string>>,
  tally: object,
): Promise<void> {
  return kept('keep what this job made', () =>
    putAll('studio-steps', [
      [tallyKey(job), tally],
      ...Object.entries(files).map(([file, text]): [IDBValidKey, string] => [[job, file, step], text]),
    ]),
  );
}

/** Keeps a step's lines of one file of a job that came in a file; it is no job before `keepMadeJob`. */
export function keepLines(job: string, file: string, step: number, text: string): Promise<void> {
  return kept('keep what a job made', () => set([job, file, step], text, shelf('studio-steps')));
}

/** Keeps a job whose lines are kept. */
export async function keepMadeJob<Settings>(job: StudioJob<Settings>, tally: object | null): Promise<void> {
  if (tally) await kept('keep a job', () => set(tallyKey(job.id), tally, shelf('studio-steps')));
  await keepJob(job);
}

/** A job as it was asked for; null where there is none. */
export function findJob<Settings>(id: string): Promise<StudioJob<Settings> | null> {
  return kept('read this job', async () => {
    return (await get<StudioJob<Settings>>(id, shelf('studio-jobs'))) ?? null;
  });
}

/** What a job has done as of its last step; null before the first. */
export function readTally<Tally>(job: string): Promise<Tally | null> {
  return kept('read this job', async () => {
    return (await get<Tally>(tallyKey(job), shelf('studio-steps'))) ?? null;
  });
}

/** Steps whose lines are read at once. */
const AT_ONCE = 64;

/** A file of a job from its beginning, in pieces of whole lines. `steps` is how many the job has. */
export async function* readLines(job: string, file: string, steps: number): AsyncGenerator<string> {
  for (let from = 0; from < steps; from += AT_ONCE) {
    const range = IDBKeyRange.bound([job, file, from], [job, file, from + AT_ONCE], false, true);
    yield* await kept('read what this job made', () => readRange<string>('studio-steps', range));
  }
}

/** The last lines of a file of a job, the latest first. */
export function readLastLines(job: string, file: string, steps: number, most: number): Promise<string[]> {
  return kept('read what this job made', async () => {
    const lines: string[] = [];
    for (let to = steps; to > 0 && lines.length < most; to -= AT_ONCE) {
      const range = IDBKeyRange.bound([job, file, Math.max(0, to - AT_ONCE)], [job, file, to], false, true);
      const texts = await readRange<string>('studio-steps', range);
      lines.push(...texts.flatMap((text) => text.trimEnd().split('\n')).reverse());
    }
    return lines.slice(0, most);
  });
}

export function deleteJob(
  job: string,
  files: readonly string[],
  on: JobShelf = 'studio-jobs',
): Promise<void> {
  return kept('delete this job', async () => {
    await del(job, shelf(on));
    for (const file of files) await deleteRange('studio-steps', linesOf(job, file));
    await del(tallyKey(job), shelf('studio-steps'));
  });
}
