import { expect, test } from 'vitest';
import { holm, paired } from '../../../src/studio/examine/statistics.ts';

test('two methods are held against each other on what both have done', () => {
  const outcomes = (solved: string) =>
    [...solved].map((sign, problem) => ({ problem, solved: sign === '+' }));
  const [first, second] = [outcomes('++++++--+'), outcomes('-----+-+')];
  const { p, ...counts } = paired(first, second, ({ problem }) => `${problem}`);
  expect(counts).toEqual({ both: 8, onlyFirst: 5, onlySecond: 1 });
  // Two-sided binomial: (1 + 6) of 64 on either side.
  expect(p).toBeCloseTo((2 * 7) / 64, 12);
});

test('Holm’s correction keeps the order of the values and never makes one smaller', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
});
