import { expect, test } from 'vitest';
import { examsOf, wantedBy } from '../../../tools/bench/exams/options.ts';

const METHODS = ['four packs', 'four packs without the debugger', 'base with examples'];

test.each([
  [undefined, METHODS],
  ['four', METHODS.slice(0, 2)],
  ['four packs', METHODS.slice(0, 1)],
  ['debugger,base', METHODS.slice(1)],
])('--only %s', (only, wanted) => {
  expect(METHODS.filter(wantedBy(only, METHODS))).toEqual(wanted);
});

test('a part that no method has, and an exam that there is not, are refused with what there is', () => {
  expect(() => wantedBy('base,direct', METHODS)).toThrow(
    '--only: no method has “direct” in its name; there are four packs; four packs without the debugger; base with examples.',
  );
  expect(() => examsOf('A,Z', ['A', 'B'])).toThrow('--exam is of A, B, D, W, C, not “Z”.');
  expect(examsOf('faults', ['A'], ['faults'])).toEqual(['faults']);
});
