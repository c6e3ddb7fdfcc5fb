import { createProblem, DEFAULT_LIMITS, samplesOf } from '../../create.ts';
import type { Problem, Test } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { jsonLines, jsonMembers } from '../json-stream.ts';
import { ioOf, knownChecker } from '../judgeable.ts';
import type { Reader } from '../reader.ts';
import type { SourceFile } from '../source.ts';
import { ratingOf, singleDollars, tagsOf } from './fields.ts';

export const DESCRIPTIONS = 'problem_descriptions.jsonl';
export const UNIT_TESTS = 'unittest_db.json';

/** ExecEval's address space for every program. */
const MEMORY_BYTES = 2 ** 31;

export function isXCodeEval(fields: object): boolean {
  return 'src_uid' in fields && 'description' in fields;
}

/**
 * The problems of xCodeEval: the descriptions joined by `src_uid` with the unit tests. The descriptions are held,
 * a few tens of megabytes; the tests, gigabytes, pass by one problem at a time. A problem without unit tests (those
 * of the training split) has its samples alone and comes last; tests of problems without a description are skipped.
 */
export async function* importXCodeEval(
  descriptions: SourceFile,
  tests: SourceFile,
): AsyncGenerator<Problem | ImportError> {
  const records = new Map<string, Reader>();
  for await (const record of jsonLines(descriptions)) {
    if (record instanceof ImportError) yield record;
    else {
      const { value } = record;
      const uid = typeof value === 'object' && value !== null ? record.at('src_uid').value : undefined;
      if (typeof uid === 'string') records.set(uid, record);
      else yield new ImportError({ file: record.file, field: 'src_uid', reason: 'is missing.' });
    }
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

/** One line of the descriptions, with its samples as its only tests. */
export function importDescription(record: Reader): Promise<Problem> {
  return problemOf(record, null);
}

async function problemOf(record: Reader, unitTests: Reader | null): Promise<Problem> {
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
  const inputs = record.at('sample_inputs').items();
  const outputs = record.at('sample_outputs').items();
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
