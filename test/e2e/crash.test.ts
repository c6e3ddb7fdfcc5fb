import { expect, test } from 'vitest';
import { crashes } from '../../tools/crash.ts';

test('a renderer that is killed in mid-run, at 25 moments, loses nothing that the page had shown', async () => {
  const all = [];
  for await (const crash of crashes({ count: 25, seed: 8 })) all.push(crash);
  expect(all).toHaveLength(25);
  expect(all.flatMap(({ lost }) => lost)).toEqual([]);
  // Some were killed when there was something to lose.
  expect(Math.max(...all.map(({ shown }) => shown))).toBeGreaterThan(5);
}, 600_000);
