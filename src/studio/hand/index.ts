import type { HandProblem } from './hand-problem.ts';
import { NUMBER_PROBLEMS } from './numbers.ts';
import { TEXT_PROBLEMS } from './texts.ts';

export { toHandProblem } from './hand-problem.ts';

/** Test C: 40 problems in a person's words. They are measured with and never trained on. */
export const HAND_PROBLEMS: readonly HandProblem[] = [...NUMBER_PROBLEMS, ...TEXT_PROBLEMS];
