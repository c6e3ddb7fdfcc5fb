import { expect, test } from 'vitest';
import { likeSamples } from '../../../src/agents/cluster/inputs.ts';
import { keepsForm } from '../../../src/agents/cluster/relations.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';

test.each([
  [
    'a grid',
    ['2 3\n1 2 3\n4 5 6\n', '1 2\n7 8\n'],
    ['2 2\n9 9\n1 0\n'],
    ['2 3\n9 9 5\n3 8\n', '3 2\n1 2\n3 4\n'],
  ],
  ['two lists of n', ['2\n1 2\n3 4\n', '3\n1 2 3\n4 5 6\n'], ['1\n5\n6\n'], ['2\n1 2\n3\n', '3\n1 2\n3 4\n']],
  ['a map', ['2 3\n#..\n..#\n', '1 2\n##\n'], ['2 2\n#.\n.#\n'], ['2 3\n#..\n..\n']],
  ['a range', ['1 5\n', '2 2\n', '-3 9\n'], ['0 4\n'], ['5 1\n', '3\n', 'a 4\n']],
  ['a line of numbers', ['1 2 3\n', '4\n'], ['5 6\n'], ['a b\n', '1 2\n3\n']],
])('%s keeps its form, or is refused', (_, samples, valid, invalid) => {
  const keeps = keepsForm(samples);
  for (const input of [...samples, ...valid]) expect(keeps(input), input).toBe(true);
  for (const input of invalid) expect(keeps(input), input).toBe(false);
});

test('most problems keep enough of the inputs that are made from their samples', () => {
  const kept = Array.from({ length: 40 }, (_, i) => {
    const samples = familyProblem(3, i, 'train').samples.map(({ input }) => input);
    return likeSamples(samples, { kind: 'stdin' }, 48, i).filter(keepsForm(samples)).length;
  });
  expect(kept.filter((count) => count >= 6).length).toBeGreaterThan(30);
});
