import type { StudioProblem, Teacher } from '../teachers/teacher.ts';
import { type Corrected, correct } from './correct.ts';
import { distill, type Outcome, type StudioContext } from './distill.ts';
import type { Places } from './in-order.ts';
import { type Supervised, supervise } from './supervise.ts';

/** What a teacher can do with problems. */
export const TEACHING = ['distill', 'supervise', 'correct'] as const;
export type Teaching = (typeof TEACHING)[number];

/** What came of one problem. */
export type Taught = Outcome | Supervised | Corrected;

/** Works on problems by a command; `student` is whoever solves under supervision, or is corrected. */
export function taught(
  command: Teaching,
  problems: AsyncIterable<StudioProblem>,
  { teacher, student }: { teacher: Teacher; student: Teacher },
  context: StudioContext,
  places: Places,
): AsyncGenerator<Taught> {
  if (command === 'distill') return distill(problems, teacher, context, places);
  if (command === 'correct') return correct(problems, student, teacher, context, places);
  return supervise(problems, student, teacher, context, { ...places, rounds: context.options.rounds });
}
