import { afterAll, expect, test } from 'vitest';
import type { BackupRecord } from '../../src/backup/format.ts';
import { canonicalJson } from '../../src/judge/canonical.ts';
import { createJudge } from '../../src/judge/create-judge.ts';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import { readDesk, saveDesk } from '../../src/store/desks.ts';
import { saveDraft } from '../../src/store/drafts.ts';
import { everything } from '../../src/store/everything.ts';
import { keepMemory } from '../../src/store/languages.ts';
import { listProblems } from '../../src/store/problems.ts';
import { appendEvent, listRuns, readEvents } from '../../src/store/runs.ts';
import { readLines } from '../../src/store/studio-jobs.ts';
import { listSubmissions } from '../../src/store/submissions.ts';
import { type Became, keepRecord } from '../../src/ui/backup/keep.ts';
import { createApp } from '../../src/ui/create-app.ts';
import { createModelHold } from '../../src/ui/model-hold.ts';
import { createModelInUse } from '../../src/ui/model-in-use.ts';
import { holdRun } from '../../src/ui/solve/run-lock.ts';
import { createState } from '../../src/ui/state.ts';
import { everyKind, problem, type ReadRecord, whole } from '../sample-backup.ts';

const runner = createBrowserRunner();
afterAll(() => runner.dispose());

// Other tests keep things on the same origin: a backup of everything would hold theirs.
for (const { name } of await indexedDB.databases())
  await new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name!);
    deleting.onsuccess = resolve;
    deleting.onerror = () => reject(deleting.error);
  });

const noWorker = () => {
  throw new Error('nothing here needs a model');
};
const model = createModelInUse({
  start: noWorker,
  placeOf: (name) => ({ kept: name }),
  openEndpoint: noWorker,
  dress: async () => {},
  hold: createModelHold(() => false),
});
const app = await createApp({
  ...{ model, judge: createJudge(runner, { lanes: 1 }), runner, languages: [], downloads: createState([]) },
  startModels: noWorker,
});

/** What became of each thing, as words. */
async function keepAll(records: readonly BackupRecord[]): Promise<string[]> {
  const became: string[] = [];
  for (const record of records)
    for (const { outcome } of await keepRecord(record, app)) became.push(`${record.kind}: ${outcome}`);
  return became;
}
const keep = async (record: BackupRecord): Promise<Became> => (await keepRecord(record, app))[0]!;

async function kept(): Promise<ReadRecord[]> {
  const all: ReadRecord[] = [];
  for await (const record of everything({ packs: true, keys: true })) all.push(await whole(record));
  return all;
}

const find = <K extends BackupRecord['kind']>(kind: K) =>
  everyKind().find((record): record is Extract<BackupRecord, { kind: K }> => record.kind === kind)!;

test('everything that is kept from a backup is in the next one as it was, and is there when kept again', async () => {
  const kinds = everyKind().map(({ kind }) => kind);
  expect(await keepAll(everyKind())).toEqual([
    ...kinds.filter((kind) => kind !== 'settings').map((kind) => `${kind}: added`),
    // Two settings that are not as on the first visit.
    'settings: added',
    'settings: added',
  ]);
  const sorted = (records: ReadRecord[]) => records.map(canonicalJson).sort();
  expect(sorted(await kept())).toEqual(sorted(await Promise.all(everyKind().map(whole))));
  expect(await keepAll(everyKind())).toEqual(kinds.map((kind) => `${kind}: there`));
});

test('another problem of the same id is kept beside, once', async () => {
  const other = {
    kind: 'problem' as const,
    problem: { ...problem, limits: { ...problem.limits, timeMs: 9 } },
  };
  expect(await keep(other)).toMatchObject({ outcome: 'beside', name: 'Twice as much (from a backup)' });
  expect(await keep(other)).toMatchObject({ outcome: 'there' });
  const third = { kind: 'problem' as const, problem: { ...problem, tags: ['third'] } };
  expect(await keep(third)).toMatchObject({ name: 'Twice as much (from a backup, 2)' });
  const limits = (await listProblems()).map((one): [string, number] => [one.title, one.limits.timeMs]);
  expect(Object.fromEntries(limits)).toEqual({
    'Twice as much': 2000,
    'Twice as much (from a backup)': 9,
    'Twice as much (from a backup, 2)': 2000,
  });
});

test('a run that goes further in the backup is added to, one that goes further here stays', async () => {
  const { events } = find('run');
  const run = { ...find('run'), events: events.map((event) => ({ ...event, run: 'long' })) };
  const part = { ...run, events: run.events.slice(0, 9) };
  expect((await keep(part)).outcome).toBe('added');
  expect((await keep(run)).outcome).toBe('added');
  expect(await readEvents('long')).toEqual(run.events);
  expect((await keep(part)).outcome).toBe('there');
  expect(await readEvents('long')).toEqual(run.events);
  expect((await listRuns()).find((one) => one.run === 'long')).toMatchObject({
    how: 'solved',
    candidates: 3,
  });
});

test('a run that goes on in a tab is not added to', async () => {
  const run = { ...find('run'), events: find('run').events.map((event) => ({ ...event, run: 'held' })) };
  const release = await holdRun('held');
  for (const event of run.events.slice(0, 5)) await appendEvent(event);
  expect(await keep(run)).toMatchObject({
    outcome: 'refused',
    why: 'this run goes on in a tab of this page',
  });
  expect(await readEvents('held')).toHaveLength(5);
  release();
  // The browser lets go of a lock a moment later.
  await expect.poll(async () => (await keep(run)).outcome).toBe('added');
  expect(await readEvents('held')).toEqual(run.events);
});

test('another run, round or job of the same name is kept beside, once', async () => {
  const { events } = find('run');
  const run = { ...find('run'), events: events.map((event) => ({ ...event, measured: { at: 7 } })) };
  const round = { ...find('language run'), run: { ...find('language run').run, startedAt: 77 } };
  const job = () => {
    const { kind, job, ...rest } = find('job');
    return { kind, job: { ...job, startedAt: 77 }, ...rest };
  };
  const outcomes = ['run: beside', 'language run: beside', 'job: beside'];
  expect(await keepAll([run, round, job()])).toEqual(outcomes);
  expect(await keepAll([run, round, job()])).toEqual(outcomes.map((one) => one.replace('beside', 'there')));
  expect((await readEvents('run-1~2')).every((event) => event.run === 'run-1~2')).toBe(true);
  expect(await readEvents('run-1')).toEqual(events);
  const lines: string[] = [];
  for await (const text of readLines('job-1~2', 'problems', 2)) lines.push(text);
  expect(lines.join('')).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
});

test('what there is but one of stays as the person has it', async () => {
  const mine = { language: 'lua', written: [], merits: ['mine'], faults: [] };
  await keepMemory(mine);
  expect((await keep(find('memory'))).outcome).toBe('left');
  await saveDesk(problem.id, { custom: { input: 'mine', expected: '' } });
  expect(await keep(find('desk'))).toMatchObject({
    outcome: 'left',
    name: 'Twice as much',
    why: 'stays as it is here: the custom input',
  });
  expect((await readDesk(problem.id)).custom.input).toBe('mine');
});

test('a draft that differs becomes one of its own', async () => {
  await saveDraft(problem.id, 'python', 'print("mine")');
  expect((await keep(find('desk'))).outcome).toBe('beside');
  expect((await readDesk(problem.id)).drafts).toEqual([1, 2, 3]);
});

test('of two submissions of one millisecond both are kept', async () => {
  const { submission } = find('submission');
  const other = { kind: 'submission' as const, submission: { ...submission, source: 'print(2)' } };
  expect((await keep(other)).outcome).toBe('added');
  expect((await keep(other)).outcome).toBe('there');
  expect((await listSubmissions(problem.id)).map(({ at, source }) => [at, source])).toEqual([
    [1001, 'print(2)'],
    [1000, submission.source],
  ]);
});
