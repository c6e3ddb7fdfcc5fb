import type { Problem } from '../../judge/problem.ts';
import { type FamilyProblem, familyProblem } from './problem.ts';
import type { Split } from './splits.ts';
import { toProblem } from './to-problem.ts';

/**
 * A seed's problems of a split, every `step`-th from the `from`-th to before the `to`-th, as problems and as they were made;
 * with `lengths` of so many steps, in turn.
 */
export async function* familyProblems(
  seed: number,
  split: Split,
  from: number,
  to: number,
  step = 1,
  lengths: readonly number[] = [],
): AsyncGenerator<{ problem: Problem; made: FamilyProblem }> {
  for (let index = from; index < to; index += step) {
    const made = familyProblem(seed, index, split, lengths[index % lengths.length]);
    yield { problem: await toProblem(made, `family seed ${seed} #${index}`), made };
  }
}
