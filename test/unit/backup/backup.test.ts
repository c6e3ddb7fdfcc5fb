import { expect, test } from 'vitest';
import { checkBackup } from '../../../src/backup/check.ts';
import { KINDS } from '../../../src/backup/format.ts';
import { openBackup } from '../../../src/backup/read.ts';
import { everyKind, fileOf, linesOf, problem, readBack, whole } from '../../sample-backup.ts';
import { contextOf, eventsOf, OPTIONS } from '../studio/languages/in-process.ts';

const lines = await linesOf(everyKind());
const at = (kind: string) => lines.findIndex((line) => line.includes(`{"kind":"${kind}"`));

/** The backup with a line changed. */
const changed = (kind: string, change: (line: Record<string, unknown>) => object) =>
  lines.map((line, i) => (i === at(kind) ? `${JSON.stringify(change(JSON.parse(line)))}\n` : line));

test('a backup of every kind of thing is read back to the last letter', async () => {
  const records = everyKind();
  expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  expect(await readBack(lines)).toEqual(await Promise.all(records.map(whole)));
});

test('whatever the language agents say and do is read back', async () => {
  const run = { id: 'run', startedAt: 5, options: OPTIONS, memories: [], snippets: null };
  const record = { kind: 'language run' as const, run: { ...run, engine: { is: 'script' as const } } };
  const events = await eventsOf(contextOf());
  expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(10);
  expect(await readBack(await linesOf([{ ...record, events }]))).toEqual([{ ...record, events }]);
});

test('a problem that runs in a row are of is written once', () => {
  expect(lines.filter((line) => line.includes('"kind":"run problem"'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('"kind":"run",'))).toHaveLength(2);
});

test('what is in a backup is counted without keeping any of it', async () => {
  const { header, report } = await checkBackup(fileOf(lines));
  expect(header).toEqual({ format: 'quartet-backup', v: 1, madeAt: 1, packs: true, keys: false });
  expect(report.counts).toEqual({
    ...Object.fromEntries(KINDS.map((kind) => [kind, { there: 1 }])),
    ...{ run: { there: 2 }, job: { there: 2 } },
  });
  expect(report.notes).toEqual([]);
});

test('whoever does not read a job’s rows comes to the next thing all the same', async () => {
  const { records } = await openBackup(fileOf(lines));
  const kinds: string[] = [];
  for await (const { kind } of records) kinds.push(kind);
  expect(kinds.slice(-4)).toEqual(['job', 'job', 'pack', 'settings']);
});

const end = lines.length - 1;
test.each<[what: string, lines: string[], fault: string, message: string]>([
  ['another text', ['hello\n'], 'no backup', 'my backup is no backup of this page.'],
  ['nothing at all', [], 'no backup', 'my backup is no backup of this page.'],
  ['other JSON Lines', ['{"title":"x"}\n'], 'no backup', 'my backup is no backup of this page.'],
  [
    'one of a newer page',
    ['{"format":"quartet-backup","v":2}\n'],
    'newer',
    'was made by a newer version of this page (format 2; this one reads 1)',
  ],
  ['one whose end is gone', lines.slice(0, end), 'damaged', 'it ends before its last line'],
  ['one cut off in a line', [...lines.slice(0, 3), lines[3]!.slice(0, 40)], 'damaged', 'is not JSON'],
  ['one that lacks a line', lines.toSpliced(at('submission'), 1), 'damaged', 'things are missing in it'],
  ['one that goes on after its end', [...lines, '{}\n'], 'damaged', 'something follows its last line'],
  ['one without a version', ['{"format":"quartet-backup"}\n'], 'damaged', 'names no version'],
])('%s is refused with what is wrong', async (_, given, fault, message) => {
  const error = await readBack(given).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'BackupError', fault });
  expect(error.message).toContain(message);
});

test.each<[kind: string, change: (line: Record<string, unknown>) => object, reason: string]>([
  ['problem', (line) => ({ ...line, problem: { ...problem, tests: [] } }), 'problem.tests: is empty'],
  ['desk', (line) => ({ ...line, desk: { drafts: [] } }), 'desk.drafts: is empty; there is always a draft'],
  ['desk', (line) => ({ ...line, programs: [{ draft: 0.5 }] }), 'programs[0].draft: is 0.5'],
  ['submission', (line) => ({ ...line, submission: { at: 'now' } }), 'submission.problem: is missing'],
  ['run', (line) => ({ ...line, events: [] }), 'events: is empty; a run begins with an event'],
  ['memory', (line) => ({ ...line, memory: { language: 'lua' } }), 'memory.written: is missing'],
  ['language run', (line) => ({ ...line, events: [{ run: 'x' }] }), 'events[0].run: should be “round-1”'],
  ['job', (line) => ({ ...line, job: { id: 'a', startedAt: 1, settings: {} } }), 'job.settings.command'],
  ['pack', (line) => ({ ...line, pack: { hash: 'x' } }), 'pack.hash: is not that of the pack’s bytes'],
  ['settings', (line) => ({ ...line, settings: { theme: 'pink' } }), 'settings.theme: is "pink"'],
  ['submission', () => ({ kind: 'diary' }), 'kind: is "diary"'],
])(
  'of a %s that is not what it should be it is said why, and the rest is read',
  async (kind, change, reason) => {
    const { report } = await checkBackup(fileOf(changed(kind, change)));
    expect(report.notes).toHaveLength(1);
    expect(report.notes[0]).toMatchObject({ outcome: 'refused', why: expect.stringContaining(reason) });
    const read = Object.values(report.counts).reduce((sum, { there = 0 }) => sum + there, 0);
    expect(read).toBe(everyKind().length - 1);
  },
);

test('runs of a problem that cannot be read are refused by that reason', async () => {
  const { report } = await checkBackup(
    fileOf(changed('run problem', (line) => ({ ...line, problem: { title: '' } }))),
  );
  expect(report.counts.run).toEqual({ refused: 2 });
  expect(report.notes[0]!.why).toContain('is of a problem that cannot be read');
});

test('rows of a job that are no JSON are found when they are read, and the job is refused', async () => {
  const { report } = await checkBackup(fileOf(changed('job rows', (line) => ({ ...line, text: '{\n' }))));
  expect(report.counts.job).toEqual({ refused: 1, there: 1 });
  expect(report.notes[0]!.why).toContain('has a row that is no JSON');
});

test('a pack whose bytes are not whole is refused, and what follows it is read', async () => {
  const { report } = await checkBackup(
    fileOf(changed('pack part', (line) => ({ ...line, base64: (line['base64'] as string).slice(0, 400) }))),
  );
  expect(report.counts).toMatchObject({ pack: { refused: 1 }, settings: { there: 1 } });
});
