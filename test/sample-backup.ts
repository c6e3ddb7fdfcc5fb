import type { BackupRecord, JobRows } from '../src/backup/format.ts';
import { openBackup, type Unreadable } from '../src/backup/read.ts';
import { backupLines } from '../src/backup/write.ts';
import { createProblem } from '../src/judge/create.ts';
import { sourceOf } from '../src/judge/import/source.ts';
import { describePack } from '../src/llm/named-pack.ts';
import { buildEdit } from '../src/roles/build.ts';
import { writeRolePack } from '../src/roles/pack.ts';
import { DEFAULT_SETTINGS } from '../src/store/settings.ts';
import {
  DEFAULT_LANGUAGE_OPTIONS,
  type LanguageEvent,
  type LanguageEventBody,
} from '../src/studio/agents/events.ts';
import { DEFAULTS } from '../src/studio/jobs/settings.ts';
import { NOTHING_DONE } from '../src/studio/jobs/tally.ts';
import { quantise } from '../src/weights/q4f16.ts';
import { aRun } from './sample-run.ts';

export const problem = await createProblem({
  title: 'Twice as much',
  statement: 'Print **twice** the integer.\r\n',
  tests: [
    { id: 'sample/1', input: '21\n', answers: ['42\n'], origin: 'sample' },
    { id: 'secret/1', input: '3\n', answers: ['6\n'], origin: 'secret' },
  ],
});

const result = {
  id: 'sample/1',
  verdict: 'AC' as const,
  detail: '',
  stdout: '42\n',
  stderr: '',
  measured: { ms: 3 },
};
const program = { language: 'python', source: 'print(2 * int(input()))' };

/** A small pack: one weight of 64 by 64, some of whose integers are others. */
const packFile = (() => {
  const base = quantise(
    Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i)),
    64,
    64,
  );
  const edit = buildEdit(
    base,
    Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i) + 0.3 * Math.cos(i)),
  )!;
  const about = { role: 'coder', base: 'tiny', baseHash: 'b', adapterHash: 'a', promptHash: 'p' };
  const weights = new Map([['model.layers.0.mlp.down_proj', edit]]);
  return writeRolePack({ ...about, rank: 4, alpha: 8, block: 4096, weights });
})();
const { info, pack } = await describePack(packFile);

async function* rows(): AsyncGenerator<JobRows> {
  yield { file: 'problems', step: 0, text: '{"a":1}\n{"a":2}\n' };
  yield { file: 'problems', step: 1, text: '{"a":3}\n' };
}

const run = (name: string): Extract<BackupRecord, { kind: 'run' }> => ({
  kind: 'run',
  problem,
  events: aRun(name).map((event) =>
    event.type === 'started' ? { ...event, problem: problem.id, revision: problem.revision } : event,
  ),
  solved: null,
});

const place = { round: 0, discussion: 0, act: 'propose', turn: 0, agent: 'lua', number: 0 } as const;
const usage = { promptTokens: 9, computedPromptTokens: 9, completionTokens: 3 };
const said: LanguageEventBody[] = [
  { type: 'started', options: DEFAULT_LANGUAGE_OPTIONS, memories: [], model: 'scripted', executor: 'cpu' },
  { type: 'asked', request: '0/0', place, prompt: [{ role: 'user', content: 'Propose.' }] },
  { type: 'said', request: '0/0', place, text: 'No.', parsed: null, formatFailure: 'no title', usage },
  { type: 'ended', how: 'stopped', message: 'Stopped.' },
];
const rounds = said.map((body, seq): LanguageEvent => {
  const at = { round: 0, discussion: seq === 0 ? null : 0, key: `0/0/${seq}`, measured: { at: seq } };
  return { ...body, run: 'round-1', seq, v: 1, ...at };
});

/** One thing of every kind, and a second run of the same problem. */
export const everyKind = (): BackupRecord[] => [
  { kind: 'problem', problem },
  {
    kind: 'desk',
    problem: problem.id,
    desk: {
      drafts: [1, 2],
      draft: 2,
      custom: { input: '5', expected: '' },
      tests: [{ id: 'user/1', input: '7\n', answers: ['14\n'], origin: 'user' }],
      stress: { brute: program, generator: { language: '', source: '' } },
      last: { which: 'samples', submission: program, tests: problem.tests.slice(0, 1), results: [result] },
    },
    programs: [
      { draft: 1, ...program },
      { draft: 2, language: 'cpp', source: 'int main() {}' },
    ],
  },
  {
    kind: 'submission',
    submission: {
      ...{ problem: problem.id, at: 1000, ...program, revision: problem.revision },
      ...{ verdict: 'AC', passed: 2, tests: 2, ms: 3.5 },
    },
  },
  run('run-1'),
  {
    ...run('run-2'),
    solved: {
      ...{ problem: problem.id, title: problem.title, statement: problem.statement },
      ...{ technique: 'doubling', tutorial: 'Double it.', steps: ['read it', 'double it'] },
    },
  },
  { kind: 'memory', memory: { language: 'lua', written: [], merits: ['short'], faults: [] } },
  {
    kind: 'language run',
    run: {
      ...{ id: 'round-1', startedAt: 5, options: DEFAULT_LANGUAGE_OPTIONS, memories: [] },
      ...{ engine: { is: 'script' }, snippets: null },
    },
    events: rounds,
  },
  {
    kind: 'job',
    job: { id: 'job-1', startedAt: 7, settings: DEFAULTS.family },
    tally: { ...NOTHING_DONE, steps: 2, done: 3, kept: 3, rows: { problems: 3 } },
    rows: rows(),
  },
  {
    kind: 'job',
    job: { id: 'job-2', startedAt: 8, settings: DEFAULTS.distill },
    tally: null,
    rows: (async function* () {})(),
  },
  {
    kind: 'pack',
    pack: { ...info, base: pack.base, baseHash: pack.baseHash, origin: 'coder-lora/', keptAt: 9 },
    file: packFile,
  },
  { kind: 'settings', settings: settingsOf() },
];

function settingsOf() {
  const { problem, timer, hosts, model, ...settings } = DEFAULT_SETTINGS;
  return { ...settings, vim: true, templates: { python: 'import sys' } };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** A backup's lines, each with its line end. */
export async function linesOf(records: readonly BackupRecord[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of backupLines({ madeAt: 1, packs: true, keys: false }, each(records)))
    lines.push(`${line}\n`);
  return lines;
}

export const fileOf = (lines: readonly string[]) =>
  sourceOf('my backup', new TextEncoder().encode(lines.join('')));

/** What a job gave piece by piece stands in its record as a list. */
export type ReadRecord = Exclude<BackupRecord, { kind: 'job' }> | Unreadable | object;

/** Everything that a backup's lines hold. */
export async function readBack(lines: readonly string[]): Promise<ReadRecord[]> {
  const { records } = await openBackup(fileOf(lines));
  const all: ReadRecord[] = [];
  for await (const record of records) all.push(await whole(record));
  return all;
}

export async function whole(record: BackupRecord | Unreadable): Promise<ReadRecord> {
  if (record.kind !== 'job') return record;
  const rows: JobRows[] = [];
  for await (const some of record.rows) rows.push(some);
  return { ...record, rows };
}
