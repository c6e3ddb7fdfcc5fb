import { plantFault } from '../../family/faults.ts';
import { type FamilyProblem, familyProblem } from '../../family/problem.ts';
import { Random } from '../../family/random.ts';
import { specKey } from '../../family/spec.ts';
import { splitOf } from '../../family/splits.ts';
import { writeStatement, writeTitle } from '../../family/statement.ts';
import { makeCases } from '../../family/tests.ts';

/** How a scripted agent names an exercise: a training problem of the family, or a variation of it. */
export interface Numbered {
  seed: number;
  index: number;
  variation: number | null;
}

const NUMBER = /No\. (\d+)-(\d+)(?:-(\d+))?/g;

/** Every exercise that a prompt names, in order. */
export const numbersIn = (text: string): Numbered[] =>
  [...text.matchAll(NUMBER)].map(([, seed, index, variation]) => ({
    ...{ seed: Number(seed), index: Number(index) },
    variation: variation === undefined ? null : Number(variation),
  }));

export const titleOf = ({ spec }: FamilyProblem, { seed, index, variation }: Numbered): string =>
  `${writeTitle(spec)} No. ${seed}-${index}${variation === null ? '' : `-${variation}`}`;

const TRIES = 40;

/** The exercise with these numbers: the same every time. A variation is what a hasty reader would have taken it for. */
export function numbered({ seed, index, variation }: Numbered): FamilyProblem {
  const made = familyProblem(seed, index, 'train');
  if (variation === null) return made;
  for (let tries = 0; tries < TRIES; tries++) {
    const random = new Random(`${seed}/${index}/${variation}/${tries}`);
    const spec = plantFault(made.spec, random)?.spec;
    if (!spec || splitOf(spec) !== 'train' || specKey(spec) === specKey(made.spec)) continue;
    const cases = makeCases(spec, random);
    if (cases) return { spec, statement: writeStatement(spec, random), ...cases };
  }
  // A problem that has no variation is followed by another.
  return familyProblem(seed, 1_000_000 + variation, 'train');
}
