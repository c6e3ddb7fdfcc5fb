import { expect, test } from 'vitest';
import { matching } from '../../../src/ui/command/matching.ts';

const entries = ['Run samples', 'Go to Practice', 'Practise The run', 'Rerun everything'].map((label) => ({
  label,
}));
const labels = (query: string) => matching(entries, query).map(({ label }) => label);

test('an entry holds every word of the query; where words begin, it comes first', () => {
  expect(labels('run')).toEqual(['Run samples', 'Practise The run', 'Rerun everything']);
  expect(labels('sam RUN')).toEqual(['Run samples']);
});

test('an empty query leaves everything as it was', () => {
  expect(labels(' ')).toEqual(entries.map(({ label }) => label));
});
