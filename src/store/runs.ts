import { del, entries, get, set } from 'idb-keyval';
import type { SolveEvent } from '../agents/events.ts';
import type { Problem } from '../judge/problem.ts';
import { deleteRange, kept, readRange, shelf } from './database.ts';
import { type RunSummary, summarise } from './summary.ts';

/** Everything that one run was, in one file: who has it can judge its programs again. */
export interface RunFile {
  format: 'quartet-run';
  v: 1;
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

/** The problem as it was when the run began; null if the run is not there. */
export function readRunProblem(run: string): Promise<Problem | null> {
  return kept('read the problem of this run', async () => {
    return (await get<Problem>(run, shelf('run-problems'))) ?? null;
  });
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
  return events.reduce<RunSummary | null>(summarise, null) ?? summary;
}

export function deleteRun(run: string): Promise<void> {
  return kept('delete this run', async () => {
    await del(run, shelf('runs'));
    await deleteRange('events', eventsOf(run));
    await del(run, shelf('run-problems'));
    await del(run, shelf('archive'));
  });
}

/** The run as one file, events as they were stored. */
export async function exportRun(run: string): Promise<RunFile> {
  return { format: 'quartet-run', v: 1, problem: await readRunProblem(run), events: await readEvents(run) };
}
