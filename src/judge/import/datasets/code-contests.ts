import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Problem, Reference, Test } from '../../problem.ts';
import { ioOf, knownChecker } from '../judgeable.ts';
import type { Reader } from '../reader.ts';
import { ratingOf, references, singleDollars, tagsOf } from './fields.ts';

/** `contest_problem.proto`: `Source` and `Language` by their numbers; Python 2 is not Python. */
const SOURCES = ['', 'CodeChef', 'Codeforces', 'HackerEarth', 'Code Jam', 'AtCoder', 'Aizu'];
const LANGUAGES = ['unknown', 'python2', 'cpp', 'python', 'java'];
const LANGUAGE_NAMES = ['UNKNOWN_LANGUAGE', 'PYTHON', 'CPP', 'PYTHON3', 'JAVA'];

export function isCodeContests(fields: object): boolean {
  return 'description' in fields && 'public_tests' in fields;
}

/**
 * A problem from one line of CodeContests (github.com/google-deepmind/code_contests) in JSON. Public tests are
 * samples, private and generated ones secret, in groups of these names.
 */
export async function importCodeContests(record: Reader): Promise<Problem> {
  const tests = [
    ...testsOf(record, 'public_tests', 'sample'),
    ...testsOf(record, 'private_tests', 'secret', 'private'),
    ...testsOf(record, 'generated_tests', 'secret', 'generated'),
  ];
  if (tests.length === 0) record.at('public_tests').fail('is empty, and so are the other tests.');
  const file = (key: string): string | null => (record.at(key).missing ? null : record.at(key).text());
  const source = record.at('source');
  const tags = record.at('cf_tags');
  const memory = record.at('memory_limit_bytes');
  return createProblem({
    title: record.at('name').name(),
    statement: singleDollars(record.at('description').text()).trim(),
    io: ioOf(file('input_file'), file('output_file'), (reason) => record.at('input_file').fail(reason)),
    tests,
    checker: knownChecker('codecontests', (reason) => record.fail(reason)),
    limits: {
      ...DEFAULT_LIMITS,
      timeMs: timeOf(record.at('time_limit')) ?? DEFAULT_LIMITS.timeMs,
      memoryBytes: (memory.missing ? 0 : memory.number(0, 2 ** 40)) || DEFAULT_LIMITS.memoryBytes,
    },
    references: references([
      ...solutionsOf(record.at('solutions'), 'AC'),
      ...solutionsOf(record.at('incorrect_solutions'), 'rejected'),
    ]),
    source: ['CodeContests', typeof source.value === 'number' ? SOURCES[source.value] : source.value]
      .filter(Boolean)
      .join(', '),
    tags: tags.missing ? [] : tagsOf(tags.items().map((tag) => tag.text())),
    rating: ratingOf(record.at('cf_rating')),
  });
}

function testsOf(record: Reader, key: string, origin: 'sample' | 'secret', group?: string): Test[] {
  if (record.at(key).missing) return [];
  return pairs(record.at(key), 'input', 'output').map(([input, output], i) => ({
    id: `${group ?? origin}/${i + 1}`,
    input: input.text(),
    answers: [output.text()],
    ...(group ? { group } : {}),
    origin,
  }));
}

function solutionsOf(solutions: Reader, verdict: string): Reference[] {
  if (solutions.missing) return [];
  return pairs(solutions, 'language', 'solution').map(([language, solution]) => {
    const { value } = language;
    const number = typeof value === 'number' ? value : LANGUAGE_NAMES.indexOf(language.text());
    return { language: LANGUAGES[number] ?? 'unknown', source: solution.text(), verdict };
  });
}

/** A list of objects with two fields, or, as tables are exported, an object with two lists. */
function pairs(field: Reader, first: string, second: string): [Reader, Reader][] {
  if (Array.isArray(field.value)) {
    return field.items().map((item): [Reader, Reader] => [item.at(first), item.at(second)]);
  }
  const [left, right] = [field.at(first).items(), field.at(second).items()];
  if (left.length !== right.length) {
    field.fail(`holds ${left.length} of “${first}” and ${right.length} of “${second}”.`);
  }
  return left.map((item, i) => [item, right[i]!]);
}

/** `{seconds, nanos}`, or protobuf's JSON, `"2.5s"`. Null where it is not given. */
function timeOf(limit: Reader): number | null {
  if (limit.missing) return null;
  if (typeof limit.value === 'string') {
    const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(limit.value) ?? limit.fail('should be like “2.5s”.');
    return Number(seconds) * 1000 || null;
  }
  const part = (key: string): number => (limit.at(key).missing ? 0 : limit.at(key).number(0, 1e9));
  return Math.ceil(part('seconds') * 1000 + part('nanos') / 1e6) || null;
}
