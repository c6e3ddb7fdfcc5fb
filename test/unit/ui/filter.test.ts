import { expect, test } from 'vitest';
import type { ListedProblem } from '../../../src/ui/app-state.ts';
import { EVERYTHING, filtered, tagsOf } from '../../../src/ui/problems/filter.ts';
import { aProblem } from '../../sample-run.ts';

const listed = (title: string, rating: number | null, tags: string[]): ListedProblem => ({
  problem: { ...aProblem, id: title, title, rating, tags },
  bundled: false,
});
const library = [
  listed('Shortest tour', 1900, ['graphs', 'dp']),
  listed('Odd one out', null, []),
  listed('Coin change', 1200, ['dp']),
];
const titles = (problems: ListedProblem[]) => problems.map(({ problem }) => problem.title);
const tried = new Map([
  ['Coin change', 'solved' as const],
  ['Odd one out', 'tried' as const],
]);

test('every word of the search must stand in title, source or tags, in any case', () => {
  expect(titles(filtered(library, tried, { ...EVERYTHING, query: 'DP short' }))).toEqual(['Shortest tour']);
  expect(titles(filtered(library, tried, { ...EVERYTHING, query: 'nothing' }))).toEqual([]);
});

test('a tag and the progress narrow the list', () => {
  expect(titles(filtered(library, tried, { ...EVERYTHING, tag: 'dp' }))).toEqual([
    'Shortest tour',
    'Coin change',
  ]);
  expect(titles(filtered(library, tried, { ...EVERYTHING, progress: 'solved' }))).toEqual(['Coin change']);
  expect(titles(filtered(library, tried, { ...EVERYTHING, progress: 'new' }))).toEqual(['Shortest tour']);
});

test('ordered by rating, a problem without one comes last either way', () => {
  const order = (order: 'easiest first' | 'hardest first') =>
    titles(filtered(library, tried, { ...EVERYTHING, order }));
  expect(order('easiest first')).toEqual(['Coin change', 'Shortest tour', 'Odd one out']);
  expect(order('hardest first')).toEqual(['Shortest tour', 'Coin change', 'Odd one out']);
});

test('the tags are those that any problem carries, once each', () => {
  expect(tagsOf(library)).toEqual(['dp', 'graphs']);
});
