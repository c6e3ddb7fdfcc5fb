import { Random } from './random.ts';
import { drawSpec, type Spec } from './spec.ts';
import { MOST_STEPS, type Split, splitOf } from './splits.ts';
import { writeStatement } from './statement.ts';
import { type Case, makeCases } from './tests.ts';

export interface FamilyProblem {
  spec: Spec;
  statement: string;
  samples: Case[];
  hidden: Case[];
}

/** The `index`-th problem of a seed: draws until one makes sense. `length` fixes the number of steps. */
export function familyProblem(seed: number, index: number, split: Split, length?: number): FamilyProblem {
  const random = new Random(`${seed}/${index}/${split}`);
  const wanted = split === 'wording' ? 'test' : split;
  const wording = split === 'wording' ? 'unseen' : 'known';
  for (;;) {
    const trained = random.weighted([0, 1, 2, 3], (n) => [2, 6, 6, 4][n]!);
    const spec = drawSpec(random, length ?? (split === 'longer' ? MOST_STEPS + 1 : trained));
    if (!spec || splitOf(spec) !== wanted) continue;
    const cases = makeCases(spec, random);
    if (cases) return { spec, statement: writeStatement(spec, random, wording), ...cases };
  }
}
