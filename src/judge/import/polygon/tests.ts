import type { Test } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { type PackageFiles, textOf } from '../package-files.ts';
import type { Element } from './xml.ts';

const MOST_TESTS = 10_000;

/** The testset that decides: `tests`, or the only one. */
export function testsetOf(judging: Element): Element {
  const testsets = judging.all('testset');
  const main = testsets.find(({ attributes }) => attributes['name'] === 'tests') ?? testsets[0];
  return main ?? judging.fail('has no <testset>.');
}

/** The tests in the order of problem.xml; ids are the inputs' paths. */
export function testsOf(testset: Element, files: PackageFiles): Test[] {
  const count = testset.one('test-count').number(1, MOST_TESTS);
  const inputs = testset.one('input-path-pattern');
  const answers = testset.one('answer-path-pattern');
  const described = testset.find('tests')?.all('test') ?? [];
  return Array.from({ length: count }, (_, index): Test => {
    const attributes = described[index]?.attributes ?? {};
    const input = pathOf(inputs, index + 1);
    const answer = pathOf(answers, index + 1);
    return {
      id: input,
      input: read(files, input, 'the test'),
      answers: [read(files, answer, 'the answer')],
      ...(attributes['group'] ? { group: attributes['group'] } : {}),
      origin: attributes['sample'] === 'true' ? 'sample' : 'secret',
    };
  });
}

/** A pattern of C's printf with one number: `tests/%02d.a`. */
function pathOf(pattern: Element, number: number): string {
  const text = pattern.text.trim();
  const [, before, width, after] = /^([^%]*)%(?:0(\d))?d([^%]*)$/.exec(text) ?? [];
  if (before === undefined) pattern.fail(`is “${text}”; it should have one number in it, as in tests/%02d.`);
  return before + String(number).padStart(Number(width ?? 0), '0') + after;
}

function read(files: PackageFiles, path: string, what: string): string {
  const bytes = files.get(path);
  if (bytes) return textOf(path, bytes);
  const reason = `${what} is missing; download the full package, which has the generated tests and answers.`;
  throw new ImportError({ file: path, reason });
}
