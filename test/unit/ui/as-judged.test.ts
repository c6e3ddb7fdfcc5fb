import { expect, test } from 'vitest';
import type { Test } from '../../../src/judge/problem.ts';
import { resultsAsJudged } from '../../../src/ui/share/as-judged.ts';

const submission = { language: 'python', source: 'print(1)' };
const tests: Test[] = [
  { id: 'sample/1', input: '1', answers: ['1'], origin: 'sample' },
  { id: 'user/1', input: '2', answers: ['2'], origin: 'user' },
];
const results = tests.map(({ id }) => ({
  ...{ id, verdict: 'AC' as const, detail: '', stdout: '', stderr: '', measured: { ms: 1 } },
}));
const judging = { submission, tests, results, running: false };
const ids = (...given: Parameters<typeof resultsAsJudged>) => resultsAsJudged(...given).map(({ id }) => id);

test('verdicts go along with the very program and the very tests that they are of', () => {
  expect(ids(judging, submission, tests)).toEqual(['sample/1', 'user/1']);
  const edited = tests.map((one) => (one.id === 'user/1' ? { ...one, input: '3' } : one));
  expect(ids(judging, submission, edited)).toEqual(['sample/1']);
  expect(ids(judging, { ...submission, source: 'print(2)' }, tests)).toEqual([]);
  expect(ids(judging, { ...submission, language: 'lua' }, tests)).toEqual([]);
  expect(ids({ ...judging, running: true }, submission, tests)).toEqual([]);
  expect(ids(null, submission, tests)).toEqual([]);
});
