import { Unzlib } from 'fflate';
import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Problem, Test } from '../../problem.ts';
import { fromBase64 } from '../base64.ts';
import { callOf, knownChecker, type Refuse } from '../judgeable.ts';
import { type Reader, readJson } from '../reader.ts';
import { joined } from '../source.ts';
import { tagsOf } from './fields.ts';
import { pickledText } from './pickled-text.ts';

/** What the official grader gives every test (`lcb_runner/evaluation/testing_util.py`); it sets no limit of memory. */
const LIVECODEBENCH_TIME_MS = 6000;
const MEMORY_BYTES = 2 ** 31;

/** Unpacked tests of one problem; a text that claims more is refused before it fills the memory. */
const LARGEST_BYTES = 512 * 1024 * 1024;
/** Packed bytes that are unpacked at once. */
const STEP = 64 * 1024;

export function isLiveCodeBench(fields: object): boolean {
  return 'question_content' in fields && 'public_test_cases' in fields;
}

/**
 * A problem from one line of LiveCodeBench (github.com/LiveCodeBench/LiveCodeBench, `code_generation` and
 * `code_generation_lite`). Public tests are samples, private ones secret. With `func_name` in its metadata a function is
 * called.
 */
export async function importLiveCodeBench(record: Reader): Promise<Problem> {
  const tests = [
    ...testsOf(listOf(record, 'public_test_cases', false), 'sample'),
    ...testsOf(listOf(record, 'private_test_cases', true), 'secret'),
  ];
  if (tests.length === 0) record.at('public_test_cases').fail('is empty, and so are the private ones.');
  const fn = functionOf(record);
  const starter = record.at('starter_code').missing ? '' : record.at('starter_code').text();
  const refuse: Refuse = (reason) => record.at('metadata').fail(reason);
  const field = (key: string): string => (record.at(key).missing ? '' : String(record.at(key).value));
  return createProblem({
    title: record.at('question_title').name(),
    statement: record.at('question_content').name().trim(),
    tests,
    ...(fn === null
      ? { checker: knownChecker('livecodebench', refuse) }
      : { io: callOf(fn, starter, refuse) }),
    limits: { ...DEFAULT_LIMITS, timeMs: LIVECODEBENCH_TIME_MS, memoryBytes: MEMORY_BYTES },
    source: [
      `LiveCodeBench ${field('question_id')}`.trim(),
      ...[field('platform'), field('contest_date').slice(0, 10)].filter(Boolean),
    ].join(', '),
    tags: tagsOf([field('difficulty')]),
  });
}

/** A list of tests, as JSON within JSON; the private ones also as base64 of zlib of a pickle of that text. */
function listOf(record: Reader, key: string, mayBePacked: boolean): Reader[] {
  const field = record.at(key);
  if (field.missing) return [];
  if (Array.isArray(field.value)) return field.items();
  const text = field.text().trim();
  const file = `${record.file}, ${field.field}`;
  if (text === '') return [];
  if (text.startsWith('[') || !mayBePacked) return readJson(file, text).items();
  return readJson(
    file,
    unpacked(text, (reason) => field.fail(reason)),
  ).items();
}

function unpacked(text: string, refuse: Refuse): string {
  const packed = fromBase64(text);
  if (!packed) return refuse('is neither a list as JSON nor base64.');
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((part) => {
    size += part.length;
    if (size > LARGEST_BYTES) refuse(`holds more than ${LARGEST_BYTES / 2 ** 20} MiB of tests.`);
    parts.push(part);
  });
  try {
    for (let at = 0; at < packed.length; at += STEP)
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch (error) {
    // What `refuse` throws is told as it is; what fflate throws has a code.
    if (error instanceof Error && 'code' in error) refuse(`cannot be unpacked (${error.message}).`);
    throw error;
  }
  return pickledText(joined(parts), refuse);
}

function testsOf(list: readonly Reader[], origin: 'sample' | 'secret'): Test[] {
  return list.map((test, i) => ({
    id: `${origin}/${i + 1}`,
    input: test.at('input').text(),
    answers: [test.at('output').text()],
    origin,
  }));
}

/** `func_name` in the metadata, which are an object or JSON within JSON; null where a program is run. */
function functionOf(record: Reader): string | null {
  const field = record.at('metadata');
  if (field.missing) return null;
  const metadata =
    typeof field.value === 'string' ? readJson(`${record.file}, ${field.field}`, field.text()) : field;
  const name = metadata.at('func_name');
  return name.missing ? null : name.text();
}
