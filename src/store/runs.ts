import { del, entries, get, set } from 'idb-keyval';
import type { SolveEvent } from '../agents/events.ts';
import type { Problem } from '../judge/problem.ts';
import { deleteRange, kept, putAll, readRange, shelf } from './database.ts';
import { type RunSummary, summarise } from './summary.ts';

/** A run's events, and the problem as it was when the run began; null if that is not kept. */
export interface KeptRun {
  problem: Problem | null;
  events: SolveEvent[];
}

const eventsOf = (run: string) => IDBKeyRange.bound([run, 0], [run, Number.MAX_SAFE_INTEGER]);

/** Keeps the problem as it was when the run began; deleted with the run. */
export function keepRunProblem(run: string, problem: Problem): Promise<void> {
  return kept('keep the problem of this run', () => set(run, problem, shelf('run-problems')));
}

/** Resolves when the event is written; only then may it be shown. */
export function appendEvent(event: SolveEvent): Promise<void> {
  return kept('keep this step of the run', async () => {
    await set([event.run, event.seq], event, shelf('events'));
    // Between its ends a run's summary is not needed: the list folds those of open runs from their events.
    if (!['started', 'continued', 'ended'].includes(event.type)) return;
    const events = await readRange<SolveEvent>('events', eventsOf(event.run));
    const summary = events.reduce<RunSummary | null>(summarise, null);
    if (summary) await set(event.run, summary, shelf('runs'));
  });
}

/** A run's events in order; empty for a run that is not there. */
export function readEvents(run: string): Promise<SolveEvent[]> {
  return kept('read this run', () => readRange<SolveEvent>('events', eventsOf(run)));
}

/** A run as it was kept; without events if it is not there. */
export async function readRun(run: string): Promise<KeptRun> {
  const events = await readEvents(run);
  const problem = await kept('read the problem of this run', () => get<Problem>(run, shelf('run-problems')));
  return { problem: problem ?? null, events };
}

/** Summaries of all runs, newest first. */
export function listRuns(): Promise<RunSummary[]> {
  return kept('list the runs', async () => {
    const listed = await entries<string, RunSummary>(shelf('runs'));
    const whole = await Promise.all(listed.map(([, summary]) => (summary.how ? summary : refold(summary))));
    return whole.sort((a, b) => b.startedAt - a.startedAt);
  });
}

/** The newest run of a problem, where it was interrupted, stopped or failed; null where it came to its end or there is none. */
export async function openRunOf(problem: string): Promise<RunSummary | null> {
  const newest = (await listRuns()).find((summary) => summary.problem === problem);
  return newest && newest.how !== 'solved' && newest.how !== 'gave up' ? newest : null;
}

/** An open run's summary is as old as its start, and a tab may die before it writes the last: the events count. */
async function refold(summary: RunSummary): Promise<RunSummary> {
  const events = await readRange<SolveEvent>('events', eventsOf(summary.run));
  const { imported } = summary;
  return { ...(events.reduce<RunSummary | null>(summarise, null) ?? summary), ...(imported && { imported }) };
}

export function deleteRun(run: string): Promise<void> {
  return kept('delete this run', async () => {
    await del(run, shelf('runs'));
    await deleteRange('events', eventsOf(run));
    await del(run, shelf('run-problems'));
    await del(run, shelf('archive'));
  });
}

/** A run is here already under this name, and it is another one; the message says what to do. */
export class OtherRunError extends Error {
  override readonly name = 'OtherRunError';
}

/**
 * Keeps a run that came in a file; gives its name. One that is here already stays as it is. Rejects with `OtherRunError`
 * where another run has its name.
 */
export async function importRun({ problem, events }: KeptRun): Promise<string> {
  const { run } = events[0]!;
  const before = await readEvents(run);
  if (before.length > 0) {
    if (JSON.stringify(before) === JSON.stringify(events)) return run;
    throw new OtherRunError(
      'Another run by this name is kept here, or more or less of this one. Delete it first to import this file.',
    );
  }
  return kept('keep this run', async () => {
    if (problem) await set(run, problem, shelf('run-problems'));
    await putAll(
      'events',
      events.map((event) => [[event.run, event.seq], event]),
    );
    const summary = events.reduce<RunSummary | null>(summarise, null)!;
    await set(run, { ...summary, imported: true }, shelf('runs'));
    return run;
  });
}

/** Writes further events of a run that came in a file, and its summary anew. */
export async function extendRun(run: string, more: readonly SolveEvent[]): Promise<void> {
  await kept('keep more of this run', () =>
    putAll(
      'events',
      more.map((event) => [[run, event.seq], event]),
    ),
  );
  const summary = (await readEvents(run)).reduce<RunSummary | null>(summarise, null);
  if (summary)
    await kept('keep more of this run', () => set(run, { ...summary, imported: true }, shelf('runs')));
}

/** A run's summary as it is kept; null if the run is not there. */
export function readSummary(run: string): Promise<RunSummary | null> {
  return kept('read this run', async () => (await get<RunSummary>(run, shelf('runs'))) ?? null);
}
