import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Problem, Test } from '../../problem.ts';
import { knownChecker } from '../judgeable.ts';
import type { Reader } from '../reader.ts';
import { tagsOf } from './fields.ts';

/** ExecEval's address space for every program. */
const MEMORY_BYTES = 2 ** 31;

export function isMapCoder(fields: object): boolean {
  return 'sample_io' in fields && 'test_list' in fields;
}

/**
 * A problem of APPS or CodeContests as MapCoder converted it for its own evaluation (github.com/Md-Ashraful-Pramanik/
 * MapCoder, `data/APPS/selected150.jsonl` and `data/CodeContest/Test.jsonl`): every program reads standard input, and
 * ExecEval compares.
 */
export async function importMapCoder(record: Reader): Promise<Problem> {
  const tests = [...testsOf(record, 'sample_io', 'sample'), ...testsOf(record, 'test_list', 'secret')];
  if (tests.length === 0) record.at('test_list').fail('is empty, and so are the samples.');
  // APPS has its difficulty in words, CodeContests as a number.
  const apps = typeof record.at('difficulty').value === 'string';
  const id = String(record.at('id').value ?? '');
  return createProblem({
    title: apps ? `APPS ${id}`.trim() : record.at('name').name(),
    statement: record.at('description').name().trim(),
    tests,
    checker: knownChecker('execeval', (reason) => record.fail(reason)),
    limits: { ...DEFAULT_LIMITS, memoryBytes: MEMORY_BYTES },
    source: `${apps ? 'APPS' : 'CodeContests'}, as MapCoder has it`,
    tags: apps ? tagsOf([record.at('difficulty').text()]) : [],
  });
}

function testsOf(record: Reader, key: string, origin: 'sample' | 'secret'): Test[] {
  if (record.at(key).missing) return [];
  return record
    .at(key)
    .items()
    .map((test, i) => {
      const answers = test
        .at('output')
        .items()
        .map(({ value }) => printed(value));
      if (answers.length === 0)
        test.at('output').fail('is empty; a test needs at least one accepted output.');
      return { id: `${origin}/${i + 1}`, input: test.at('input').text(), answers, origin };
    });
}

/** A value as Python prints it: functions' results became outputs. */
function printed(value: unknown): string {
  return typeof value === 'string' ? value : literal(value);
}

function literal(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, part]) => `'${key}': ${literal(part)}`)
    .join(', ')}}`;
}
