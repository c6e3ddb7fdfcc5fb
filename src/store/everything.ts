import { get, keys } from 'idb-keyval';
import type { Solved } from '../agents/archive/archive.ts';
import type { BackupRecord, BackupSettings, JobRows } from '../backup/format.ts';
import type { Problem } from '../judge/problem.ts';
import { kept, shelf } from './database.ts';
import { readDesk } from './desks.ts';
import { listDrafts } from './drafts.ts';
import { listLanguageRuns, readLanguageEvents, readMemories } from './languages.ts';
import { listAllPacks, readPack } from './packs.ts';
import type { StudioJob } from './records.ts';
import { listRuns, readRun } from './runs.ts';
import { readSettings } from './settings.ts';
import { listJobs, readTally } from './studio-jobs.ts';
import { listSubmissions } from './submissions.ts';

export interface WhatOf {
  packs: boolean;
  /** The keys of endpoints, which are secrets. */
  keys: boolean;
}

type JobRecord = Extract<BackupRecord, { kind: 'job' }>;
type Tally = NonNullable<JobRecord['tally']>;

/** Everything of the person's, one thing at a time. A run that goes on is as far as it is when it is read. */
export async function* everything({ packs, keys }: WhatOf): AsyncGenerator<BackupRecord> {
  for (const id of await keysOf<string>('problems')) {
    const problem = await kept('read a problem', () => get<Problem>(id, shelf('problems')));
    if (problem) yield { kind: 'problem', problem };
  }
  yield* desks();
  const submitted = await keysOf<[problem: string, at: number]>('submissions');
  for (const problem of new Set(submitted.map(([id]) => id)))
    for (const submission of await listSubmissions(problem)) yield { kind: 'submission', submission };
  yield* runs();
  for (const memory of await readMemories()) yield { kind: 'memory', memory };
  for (const run of await listLanguageRuns())
    yield { kind: 'language run', run, events: await readLanguageEvents(run.id) };
  for (const job of await listJobs<JobRecord['job']['settings']>()) yield* jobOf(job);
  if (packs) {
    for (const pack of await listAllPacks()) {
      const file = await readPack(pack.hash);
      if (file) yield { kind: 'pack', pack, file };
    }
  }
  yield { kind: 'settings', settings: await settingsOf(keys) };
}

const keysOf = <K extends IDBValidKey>(name: Parameters<typeof shelf>[0]): Promise<K[]> =>
  kept('list what is kept', () => keys<K>(shelf(name)));

async function settingsOf(withKeys: boolean): Promise<BackupSettings> {
  const { problem, timer, hosts, model, ...settings } = await readSettings();
  if (withKeys) return settings;
  return { ...settings, endpoints: settings.endpoints.map((endpoint) => ({ ...endpoint, key: '' })) };
}

/** Desks and drafts, problem by problem. */
async function* desks(): AsyncGenerator<BackupRecord> {
  type Key = string | [problem: string, ...rest: IDBValidKey[]];
  const all = [...(await keysOf<Key>('desks')), ...(await keysOf<Key>('drafts'))];
  const problems = new Set(all.map((key) => (typeof key === 'string' ? key : key[0])));
  for (const problem of problems)
    yield { kind: 'desk', problem, desk: await readDesk(problem), programs: await listDrafts(problem) };
}

/** Runs of one problem stand together, so that the problem is written once. */
async function* runs(): AsyncGenerator<BackupRecord> {
  const listed = await listRuns();
  listed.sort((p, q) => (p.problem < q.problem ? -1 : p.problem > q.problem ? 1 : p.startedAt - q.startedAt));
  for (const { run } of listed) {
    const solved = await kept('read what was solved', () => get<Solved>(run, shelf('archive')));
    const whole = await readRun(run);
    if (whole.events.length > 0) yield { kind: 'run', ...whole, solved: solved ?? null };
  }
}

async function* jobOf(job: StudioJob<JobRecord['job']['settings']>): AsyncGenerator<BackupRecord> {
  const tally = await readTally<Tally>(job.id);
  yield { kind: 'job', job, tally, rows: tally ? rowsOf(job.id, tally) : nothing() };
}

async function* nothing(): AsyncGenerator<never> {}

/** The rows of the steps that the tally counts: the job may go on meanwhile. */
async function* rowsOf(job: string, { steps, rows }: Tally): AsyncGenerator<JobRows> {
  for (const file of Object.keys(rows)) {
    for (let step = 0; step < steps; step++) {
      const text = await kept('read what this job made', () =>
        get<string>([job, file, step], shelf('studio-steps')),
      );
      if (text) yield { file, step, text };
    }
  }
}
