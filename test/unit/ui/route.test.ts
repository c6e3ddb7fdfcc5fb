import { expect, test } from 'vitest';
import { hrefOf, parseRoute } from '../../../src/ui/route.ts';

test('an address leads to a page and what is open on it, and back', () => {
  expect(parseRoute('#/practice')).toEqual({ page: 'practice', id: null });
  expect(parseRoute('#/backup')).toEqual({ page: 'backup', id: null });
  for (const id of ['a', 'run (2)', 'a/b', '1.aZ_-9', '%'])
    expect(parseRoute(hrefOf('share', id))).toEqual({ page: 'share', id });
});

test('an address that is unknown or cut off in a sign leads somewhere all the same', () => {
  expect(parseRoute('')).toEqual({ page: 'solve', id: null });
  expect(parseRoute('#/nowhere/a')).toEqual({ page: 'solve', id: null });
  expect(parseRoute('#/share/1.aZ%E')).toEqual({ page: 'share', id: '1.aZ%E' });
});
