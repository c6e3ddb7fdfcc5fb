import type { Solved } from '../agents/archive/archive.ts';
import { readEvents } from '../agents/run-file.ts';
import { fromBase64 } from '../judge/import/base64.ts';
import { ImportError } from '../judge/import/import-error.ts';
import { jsonLines } from '../judge/import/json-stream.ts';
import { importProblem } from '../judge/import/problem-json.ts';
import type { Reader } from '../judge/import/reader.ts';
import { alike, amount, bool, fields, listOf, name, orNull, text } from '../judge/import/shape.ts';
import { joined, type SourceFile } from '../judge/import/source.ts';
import type { Problem } from '../judge/problem.ts';
import { InvalidProblemError } from '../judge/validate.ts';
import { describePack } from '../llm/named-pack.ts';
import { RolePackError } from '../roles/pack.ts';
import type { Tally } from '../studio/jobs/tally.ts';
import { readDesk, readPrograms, readSubmission } from './desk.ts';
import {
  BackupError,
  type BackupRecord,
  FORMAT,
  type Header,
  type JobRows,
  KINDS,
  type Kind,
  VERSION,
} from './format.ts';
import { readJob, readRows, readTally } from './job.ts';
import { readLanguageEvents, readLanguageRun, readMemory } from './language-run.ts';
import { readSettings } from './settings.ts';

/** Something in a backup that is not what it should be; what comes after it is still read. */
export interface Unreadable {
  kind: 'unreadable';
  /** What it would have been, where that is said. */
  of: Kind | null;
  reason: string;
}

export interface OpenBackup {
  header: Header;
  /** In the file's order, one at a time: what a record gives piece by piece is passed over if nobody reads it. */
  records: AsyncGenerator<BackupRecord | Unreadable>;
}

/**
 * Opens a backup's lines, every field that is used checked. Rejects, and its records throw, with `BackupError`: for what
 * is no backup or of a newer version, and for one that is damaged or cut off.
 */
export async function openBackup(source: SourceFile): Promise<OpenBackup> {
  const lines = new Lines(source);
  const first = await lines.first();
  const format = first && isObject(first.value) ? first.at('format').value : null;
  if (!first || format !== FORMAT)
    throw new BackupError('no backup', `${source.path} is no backup of this page.`);
  const version = first.at('v').value;
  if (typeof version === 'number' && version > VERSION)
    throw new BackupError(
      'newer',
      `${source.path} was made by a newer version of this page (format ${version}; this one reads ${VERSION}). Load the page again, or restore it where it was made.`,
    );
  if (version !== VERSION) throw damaged(source.path, 'its first line names no version');
  try {
    fields({ madeAt: amount, ...alike(bool, 'packs', 'keys') })(first);
  } catch (error) {
    throw error instanceof ImportError ? damaged(source.path, error.reason) : error;
  }
  return { header: first.value as Header, records: readAll(lines, source.path) };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const damaged = (file: string, what: string) =>
  new BackupError('damaged', `${file} is damaged: ${what.replace(/\.$/, '')}. Use another copy of it.`);

/** The lines of a file, the next of which can be looked at before it is taken. */
class Lines {
  #next: Promise<IteratorResult<Reader | ImportError>> | null = null;
  readonly #lines: AsyncGenerator<Reader | ImportError>;

  constructor(source: SourceFile) {
    this.#lines = jsonLines(source);
  }

  /** The first line; null where it is none of JSON. */
  async first(): Promise<Reader | null> {
    const { value } = await this.#lines.next();
    return value instanceof ImportError ? null : (value ?? null);
  }

  /** Null at the end. Rejects with `BackupError` where a line is no JSON. */
  async peek(): Promise<Reader | null> {
    this.#next ??= this.#lines.next();
    const { value, done } = await this.#next;
    if (done) return null;
    if (value instanceof ImportError) throw damaged(value.file, value.reason);
    return value;
  }

  async take(): Promise<Reader | null> {
    const line = await this.peek();
    this.#next = null;
    return line;
  }

  /** The lines from here on that are of a kind. */
  async *of(kind: string): AsyncGenerator<Reader> {
    for (;;) {
      const line = await this.peek();
      if (!line || kindOf(line) !== kind) return;
      yield (await this.take())!;
    }
  }

  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }
}

const kindOf = (line: Reader): unknown => (isObject(line.value) ? line.at('kind').value : null);

async function* readAll(lines: Lines, file: string): AsyncGenerator<BackupRecord | Unreadable> {
  let count = 0;
  let problem: RunProblem = null;
  try {
    for (;;) {
      const line = await lines.take();
      if (!line) throw damaged(file, 'it ends before its last line');
      const kind = kindOf(line);
      if (kind === 'end') {
        if (line.at('records').value !== count) throw damaged(file, 'things are missing in it');
        if (await lines.take()) throw damaged(file, 'something follows its last line');
        return;
      }
      if (kind === 'run problem') {
        problem = await attempt('run', () => readRunProblem(line));
        continue;
      }
      count += 1;
      const record = await attempt(kind, () => readRecord(line, lines, problem));
      yield record;
      // Whatever was not read of it.
      for await (const _ of lines.of('job rows'));
      for await (const _ of lines.of('pack part'));
    }
  } finally {
    await lines.close();
  }
}

/** The problem of the runs that follow; null where it was not kept. */
type RunProblem = Problem | null | Unreadable;
const isUnreadable = (problem: RunProblem): problem is Unreadable => problem !== null && 'kind' in problem;

const readRunProblem = (line: Reader): Promise<Problem | null> =>
  Promise.resolve(orNull(importProblem)(line.at('problem')));

/** What `read` gives, or why it cannot be read. */
async function attempt<T>(kind: unknown, read: () => T | Promise<T>): Promise<T | Unreadable> {
  try {
    return await read();
  } catch (error) {
    const known =
      error instanceof ImportError || error instanceof InvalidProblemError || error instanceof RolePackError;
    if (!known) throw error;
    return { kind: 'unreadable', of: KINDS.find((one) => one === kind) ?? null, reason: error.message };
  }
}

async function readRecord(line: Reader, lines: Lines, problem: RunProblem): Promise<BackupRecord> {
  const kind = line.at('kind').oneOf(KINDS);
  switch (kind) {
    case 'settings':
      return { kind, settings: readSettings(line.at('settings')) };
    case 'memory':
      return { kind, memory: readMemory(line.at('memory')) };
    case 'problem':
      return { kind, problem: await importProblem(line.at('problem')) };
    case 'desk':
      return {
        ...{ kind, problem: line.at('problem').name(), desk: readDesk(line.at('desk')) },
        programs: readPrograms(line.at('programs')),
      };
    case 'submission':
      return { kind, submission: readSubmission(line.at('submission')) };
    case 'run': {
      if (isUnreadable(problem)) return line.fail(`is of a problem that cannot be read: ${problem.reason}`);
      const events = readEvents(line.at('events'), problem);
      return { kind, problem, events, solved: orNull(readSolved)(line.at('solved')) };
    }
    case 'language run': {
      const run = readLanguageRun(line.at('run'));
      return { kind, run, events: readLanguageEvents(line.at('events'), run.id) };
    }
    case 'job': {
      const tally = orNull(readTally)(line.at('tally'));
      return { kind, job: readJob(line.at('job')), tally, rows: rowsOf(lines, tally) };
    }
    case 'pack':
      return { kind, ...(await readPack(line.at('pack'), lines)) };
  }
}

async function* rowsOf(lines: Lines, tally: Tally | null): AsyncGenerator<JobRows> {
  for await (const line of lines.of('job rows'))
    yield tally ? readRows(line, tally) : line.fail('is of a job that has done nothing.');
}

function readSolved(json: Reader): Solved {
  fields({
    problem: name,
    ...alike(text, 'title', 'statement', 'technique', 'tutorial'),
    steps: listOf(text),
  })(json);
  return json.value as Solved;
}

/** A pack's file and what is told of it; all but where it came from is read from the file itself. */
async function readPack(
  json: Reader,
  lines: Lines,
): Promise<Omit<Extract<BackupRecord, { kind: 'pack' }>, 'kind'>> {
  const parts: Uint8Array[] = [];
  for await (const line of lines.of('pack part')) {
    const base64 = line.at('base64');
    parts.push(fromBase64(base64.text()) ?? base64.fail('should be base64.'));
  }
  const file = joined(parts);
  const { pack, info } = await describePack(file);
  if (json.at('hash').value !== info.hash) json.at('hash').fail('is not that of the pack’s bytes.');
  const { base, baseHash } = pack;
  const told = { origin: json.at('origin').text(), keptAt: amount(json.at('keptAt')) };
  return { pack: { ...info, base, baseHash, ...told }, file };
}
