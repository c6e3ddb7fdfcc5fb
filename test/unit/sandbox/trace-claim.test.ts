import { expect, test } from 'vitest';
import { claimOf } from '../../../src/sandbox/claim.ts';

const step = { at: 0, line: 1, fn: '', changed: [['n', '3']], printed: 0 };
const claim = (trace: unknown) => claimOf({ type: 'trace', trace });

test('a trace of a worker is read', () => {
  expect(claim({ steps: [step], whole: true })).not.toBeNull();
  expect(claim({ steps: [], whole: false })).not.toBeNull();
});

test.each([
  ['is no trace', null],
  ['has no steps', { whole: true }],
  ['has more steps than a worker keeps', { steps: Array(2001).fill(step), whole: true }],
  ['has a step of another shape', { steps: [{ ...step, line: 'x' }], whole: true }],
  ['has a line that is no number of one', { steps: [{ ...step, line: -1 }], whole: true }],
  ['has a huge value', { steps: [{ ...step, changed: [['n', 'x'.repeat(201)]] }], whole: true }],
  ['has a huge name', { steps: [{ ...step, changed: [['x'.repeat(300), '1']] }], whole: true }],
  ['has too many changes', { steps: [{ ...step, changed: Array(65).fill(['n', '1']) }], whole: true }],
])('what %s is not', (_what, trace) => {
  expect(claim(trace)).toBeNull();
});
