import { createProblem, DEFAULT_LIMITS, samplesOf } from '../../create.ts';
import type { Problem, Test } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { jsonLines, jsonMembers } from '../json-stream.ts';
import { ioOf, knownChecker } from '../judgeable.ts';
import { Reader, readJson } from '../reader.ts';
import type { SourceFile } from '../source.ts';
import { ratingOf, singleDollars, tagsOf } from './fields.ts';

export const DESCRIPTIONS = 'problem_descriptions.jsonl';
export const UNIT_TESTS = 'unittest_db.json';

/** ExecEval's address space for every program. */
const MEMORY_BYTES = 2 ** 31;

/** What the tables of its tasks put before the fields of a description. */
const PREFIX = 'prob_desc_';

export function isXCodeEval(fields: object): boolean {
  return 'src_uid' in fields && ('description' in fields || `${PREFIX}description` in fields);
}

/** xCodeEval's files among others. */
export interface XCodeEvalFiles {
  /** All problems, or those of a task's split. */
  descriptions: SourceFile[];
  /** With all problems there: what names those of a split. */
  split: SourceFile[];
  tests: SourceFile;
}

/** Which of the files are xCodeEval's, by their names and their first lines; null where two do not belong together. */
export async function xCodeEvalFiles(files: readonly SourceFile[]): Promise<XCodeEvalFiles | null> {
  const named = (name: string) => files.filter(({ path }) => path.split('/').at(-1) === name);
  const [tests] = named(UNIT_TESTS);
  if (!tests) return null;
  const all = named(DESCRIPTIONS);
  const others: SourceFile[] = [];
  for (const file of files)
    if (!all.includes(file) && /\.(jsonl|ndjson)$/i.test(file.path) && (await namesProblems(file)))
      others.push(file);
  const [descriptions, split] = all.length > 0 ? [all, others] : [others, []];
  return descriptions.length > 0 ? { descriptions, split, tests } : null;
}

async function namesProblems(file: SourceFile): Promise<boolean> {
  for await (const [uid] of identified(file)) return uid !== null;
  return false;
}

/**
 * The problems of xCodeEval: the descriptions joined by `src_uid` with the unit tests. The descriptions are held,
 * a few tens of megabytes; the tests, gigabytes, pass by one problem at a time. A problem without unit tests (those
 * of the training split) has its samples alone and comes last; tests of problems without a description are skipped, and
 * where a split is named, all that it does not name.
 */
export async function* importXCodeEval({
  descriptions,
  split,
  tests,
}: XCodeEvalFiles): AsyncGenerator<Problem | ImportError> {
  const records = new Map<string, Reader>();
  for (const file of descriptions)
    for await (const [uid, record] of identified(file)) {
      if (uid === null) yield record;
      else records.set(uid, record);
    }
  if (split.length > 0) {
    const wanted = new Set<string | null>();
    for (const file of split) for await (const [uid] of identified(file)) wanted.add(uid);
    for (const uid of [...records.keys()]) if (!wanted.has(uid)) records.delete(uid);
  }
  const make = async (uid: string, unitTests: Reader | null): Promise<Problem | ImportError> => {
    try {
      return await problemOf(records.get(uid)!, unitTests);
    } catch (error) {
      if (error instanceof ImportError) return error;
      throw error;
    }
  };
  const joined = new Set<string>();
  for await (const [uid, unitTests] of jsonMembers(tests)) {
    if (!records.has(uid) || joined.has(uid)) continue;
    joined.add(uid);
    yield await make(uid, unitTests);
  }
  for (const uid of records.keys()) if (!joined.has(uid)) yield await make(uid, null);
}

/** The lines of a file by their `src_uid`; with null what was wrong with a line. */
async function* identified(
  file: SourceFile,
): AsyncGenerator<[uid: string, record: Reader] | [uid: null, error: ImportError]> {
  for await (const record of jsonLines(file)) {
    if (record instanceof ImportError) {
      yield [null, record];
      continue;
    }
    const { value } = record;
    const uid =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['src_uid'] : null;
    if (typeof uid === 'string') yield [uid, record];
    else yield [null, new ImportError({ file: record.file, field: 'src_uid', reason: 'is missing.' })];
  }
}

/** One line of the descriptions, with its samples as its only tests; or a row of a task's table, which has all tests. */
export function importDescription(record: Reader): Promise<Problem> {
  const tests = record.at('hidden_unit_tests');
  const given = tests.missing || tests.value === '' ? null : withinJson(tests);
  return problemOf(record, given);
}

/** The fields of a description by their own names. */
function plain(record: Reader): Reader {
  const fields = record
    .entries()
    .map(([key, { value }]) => [key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key, value]);
  return new Reader(record.file, Object.fromEntries(fields));
}

/** A value that tables hold as JSON within JSON. */
function withinJson(field: Reader): Reader {
  return typeof field.value === 'string' ? readJson(`${field.file}, ${field.field}`, field.value) : field;
}

async function problemOf(given: Reader, unitTests: Reader | null): Promise<Problem> {
  const record = plain(given);
  const uid = record.at('src_uid').name();
  const file = (key: string): string | null => {
    const name = record.at(key).missing ? '' : record.at(key).text();
    return /^(standard (input|output)|)$/i.test(name.trim()) ? null : name.trim();
  };
  const tests = [...samples(record), ...(unitTests ? hidden(unitTests) : [])];
  if (tests.length === 0) record.at('sample_inputs').fail('is empty, and there are no unit tests.');
  const tags = record.at('tags');
  const time = record.at('time_limit');
  return createProblem({
    title: `xCodeEval ${uid.slice(0, 8)}`,
    statement: statementOf(record),
    io: ioOf(file('input_from'), file('output_to'), (reason) => record.at('input_from').fail(reason)),
    tests,
    checker: knownChecker('execeval', (reason) => record.fail(reason)),
    limits: {
      ...DEFAULT_LIMITS,
      timeMs: time.missing ? DEFAULT_LIMITS.timeMs : secondsOf(time) * 1000,
      memoryBytes: MEMORY_BYTES,
    },
    source: `xCodeEval ${uid}`,
    tags: tags.missing ? [] : tagsOf(tags.items().map((tag) => tag.text())),
    rating: ratingOf(record.at('difficulty')),
  });
}

function samples(record: Reader): Test[] {
  if (record.at('sample_inputs').missing) return [];
  const inputs = withinJson(record.at('sample_inputs')).items();
  const outputs = withinJson(record.at('sample_outputs')).items();
  if (inputs.length !== outputs.length) {
    record.at('sample_outputs').fail(`holds ${outputs.length} outputs for ${inputs.length} inputs.`);
  }
  return samplesOf(inputs.map((input, i) => ({ input: input.text(), output: outputs[i]!.text() })));
}

function hidden(unitTests: Reader): Test[] {
  return unitTests.items().map((test, i) => {
    const answers = test
      .at('output')
      .items()
      .map((output) => output.text());
    if (answers.length === 0) test.at('output').fail('is empty; a test needs at least one accepted output.');
    return { id: `secret/${i + 1}`, input: test.at('input').text(), answers, origin: 'secret' };
  });
}

function statementOf(record: Reader): string {
  const part = (key: string, heading: string): string => {
    const text = record.at(key).missing ? '' : record.at(key).text().trim();
    return text ? `${heading}${singleDollars(text)}` : '';
  };
  return [
    part('description', ''),
    part('input_spec', '## Input\n\n'),
    part('output_spec', '## Output\n\n'),
    part('notes', '## Notes\n\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** `1 second`, `2.5 seconds`. */
function secondsOf(limit: Reader): number {
  const [, seconds] = /^(\d+(?:\.\d+)?) seconds?$/.exec(limit.text().trim()) ?? [];
  if (!(Number(seconds) > 0)) limit.fail(`is “${limit.text()}”; it should be like “2 seconds”.`);
  return Number(seconds);
}
