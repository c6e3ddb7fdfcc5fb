import { expect, test } from 'vitest';
import { sizesOf } from '../../../src/ui/downloads/downloads.tsx';

test('a download is told in megabytes of its total, finely where it is small', () => {
  expect(sizesOf({ received: 0, total: 8_951_128 })).toBe('0.0 of 9.0 MB');
  expect(sizesOf({ received: 3_140_000, total: 8_951_128 })).toBe('3.1 of 9.0 MB');
  expect(sizesOf({ received: 12_400_000, total: 30_100_000 })).toBe('12 of 30 MB');
});
