import { expect, test } from 'vitest';
import { type Crash, crashes } from '../../tools/crash.ts';

test('a renderer that is killed in mid-run, at 25 moments, loses nothing that the page had shown', async () => {
  const all: Crash[] = [];
  const killing = async (count: number, seed: number) => {
    for await (const crash of crashes({ count, seed })) all.push(crash);
  };
  // Two browsers, as each of them mostly waits.
  await Promise.all([killing(13, 8), killing(12, 9)]);
  expect(all).toHaveLength(25);
  expect(all.flatMap(({ lost }) => lost)).toEqual([]);
  // Some were killed when there was something to lose.
  expect(Math.max(...all.map(({ shown }) => shown))).toBeGreaterThan(5);
}, 600_000);
