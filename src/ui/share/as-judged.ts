import type { Submission } from '../../judge/judge.ts';
import type { Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import type { Judging } from '../practice/judging.ts';

const textOf = ({ input, answers }: Test) => JSON.stringify([input, answers]);

/** What a judging showed of this very program on tests that are still as they were; of another program nothing. */
export function resultsAsJudged(
  judging: Pick<Judging, 'submission' | 'tests' | 'results' | 'running'> | null,
  { language, source }: Submission,
  tests: readonly Test[],
): TestResult[] {
  if (!judging || judging.running) return [];
  if (judging.submission.language !== language || judging.submission.source !== source) return [];
  const were = new Map(judging.tests.map((test) => [test.id, textOf(test)]));
  const unchanged = new Set(tests.filter((test) => were.get(test.id) === textOf(test)).map(({ id }) => id));
  return judging.results.filter(({ id }) => unchanged.has(id));
}
