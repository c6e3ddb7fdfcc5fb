import type { Expectation } from '../../agreement.ts';
import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Problem, Reference } from '../../problem.ts';
import { ioOf } from '../judgeable.ts';
import { type PackageFiles, sourceText, textOf } from '../package-files.ts';
import { SCORING_NOTE } from '../scoring-note.ts';
import { judgingOf } from './judging.ts';
import { polygonStatement } from './statement.ts';
import { testsetOf, testsOf } from './tests.ts';
import { type Element, readXml } from './xml.ts';

const MARKER = 'problem.xml';

/** What solutions' tags promise. */
const VERDICTS: Record<string, Expectation> = {
  main: 'AC',
  accepted: 'AC',
  'wrong-answer': 'WA',
  'presentation-error': 'PE',
  'time-limit-exceeded': 'TLE',
  'memory-limit-exceeded': 'MLE',
  'time-limit-exceeded-or-accepted': 'TLE or AC',
  'time-limit-exceeded-or-memory-limit-exceeded': 'TLE or MLE',
  rejected: 'not AC',
  failed: 'not AC',
};

/**
 * A problem from a Codeforces Polygon package, given as its files: the tests and answers of the testset `tests`,
 * limits, input and output files, the checker and the interactor. Packages without their generated tests are refused.
 * `name` is the folder.
 */
export async function importPolygon(name: string, files: PackageFiles): Promise<Problem> {
  const root = readXml(MARKER, textOf(MARKER, files.get(MARKER)!));
  if (root.name !== 'problem') root.fail('is no Polygon problem; its first element should be <problem>.');
  const judging = root.one('judging');
  const runs = Number(judging.attributes['run-count'] ?? 1);
  if (runs !== 1)
    judging.fail(`runs a program ${runs} times on each test (run-count), which cannot be judged yet.`);
  const io = ioOf(
    judging.attributes['input-file'] ?? null,
    judging.attributes['output-file'] ?? null,
    (reason) => judging.fail(reason),
  );
  const testset = testsetOf(judging);
  const scores = (testset.find('tests')?.children ?? []).some(({ attributes }) => 'points' in attributes);
  const { statement, assets, title } = polygonStatement(name, files);
  return createProblem({
    title: titleOf(root) ?? title ?? name,
    statement: statement + (scores ? `\n\n${SCORING_NOTE}` : ''),
    assets,
    io,
    limits: {
      timeMs: testset.one('time-limit').number(1, 3_600_000),
      memoryBytes: testset.one('memory-limit').number(1, 2 ** 40),
      outputBytes: DEFAULT_LIMITS.outputBytes,
    },
    tests: testsOf(testset, files),
    ...judgingOf(root.one('assets'), files),
    references: referencesOf(root.one('assets'), files),
    source: root.attributes['url'] ?? name,
    tags: (root.find('tags')?.all('tag') ?? []).map((tag) => tag.attribute('value')),
  });
}

function titleOf(root: Element): string | undefined {
  const names = root.find('names')?.all('name') ?? [];
  const english = names.find(({ attributes }) => attributes['language'] === 'english') ?? names[0];
  return english?.attributes['value']?.trim() || undefined;
}

/** The authors' solutions, with what they are for. */
function referencesOf(assets: Element, files: PackageFiles): Reference[] {
  return (assets.find('solutions')?.all('solution') ?? []).flatMap((solution) => {
    const source = solution.find('source');
    const verdict = VERDICTS[solution.attributes['tag'] ?? ''];
    const bytes = files.get(source?.attributes['path'] ?? '');
    const text = bytes ? sourceText(bytes) : null;
    if (!source || !verdict || text === null) return [];
    // `cpp.g++17`, `python.3`: the language and its edition.
    const [family = '', edition = ''] = (source.attributes['type'] ?? '').split('.');
    const language = family === 'python' && /^(?:pypy)?2/.test(edition) ? 'python2' : family;
    return [{ name: source.attributes['path'] ?? '', language, source: text, verdict }];
  });
}
