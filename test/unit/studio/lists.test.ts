import { expect, test } from 'vitest';
import { Random } from '../../../src/studio/family/random.ts';
import { drawList } from '../../../src/studio/lists.ts';

const lists = Array.from({ length: 300 }, (_, i) => drawList(new Random(`list/${i}`)));

test('a list has a step for each sentence, and is longer than any problem at times', () => {
  for (const { said, plan } of lists) expect(plan.steps).toHaveLength(said.length);
  expect(new Set(lists.map(({ said }) => said.length))).toEqual(new Set([2, 3, 4, 5, 6, 7, 8, 9]));
});

test('a list has no slot or bracket of a wording left', () => {
  for (const { said } of lists) expect(said.join(' ')).not.toMatch(/[{}[\]|]|undefined/);
});
