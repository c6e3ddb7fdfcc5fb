import { expect, test } from 'vitest';
import { clock } from '../../../src/ui/practice/timer.tsx';

test('the contest clock counts down in hours, minutes and seconds; a second that has begun counts', () => {
  expect(clock(2 * 3_600_000)).toBe('2:00:00');
  expect(clock(3_599_001)).toBe('1:00:00');
  expect(clock(61_000)).toBe('0:01:01');
  expect(clock(1)).toBe('0:00:01');
});
