import { expect, test } from 'vitest';
import type { RunSummary } from '../../../src/store/summary.ts';
import { runsMatching } from '../../../src/ui/history/search.ts';

const run = (title: string, change: Partial<RunSummary> = {}): RunSummary => ({
  ...{ run: title, problem: 'p', title, language: 'python', model: 'quartet-tiny', startedAt: 0 },
  ...{ how: 'solved', grade: 'AC', ms: 1, still: 0, candidates: 1 },
  ...change,
});
const runs = [run('Odd sums'), run('Even sums', { how: null, grade: null }), run('Trees', { grade: 'WA' })];
const found = (query: string) => runsMatching(runs, query).map(({ title }) => title);

test('runs are found by words of their problem, model, ending and grade, in any order and case', () => {
  expect(found('')).toEqual(['Odd sums', 'Even sums', 'Trees']);
  expect(found('SUMS')).toEqual(['Odd sums', 'Even sums']);
  expect(found('interrupted sums')).toEqual(['Even sums']);
  expect(found('tiny wa')).toEqual(['Trees']);
  expect(found('sums trees')).toEqual([]);
});
