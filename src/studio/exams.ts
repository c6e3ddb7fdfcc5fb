import type { Problem } from '../judge/problem.ts';
import { familyProblem } from './family/problem.ts';
import { specKey } from './family/spec.ts';
import type { Split } from './family/splits.ts';
import { toProblem } from './family/to-problem.ts';
import { HAND_PROBLEMS, toHandProblem } from './hand/index.ts';

/** What the model is examined with, fixed before it is trained. C is written by hand, the others are the family's. */
export const EXAMS = {
  A: 'test',
  B: 'pairs',
  D: 'longer',
  W: 'wording',
  C: 'hand',
} as const satisfies Record<string, Exclude<Split, 'train'> | 'hand'>;
export type Exam = keyof typeof EXAMS;

const SEED = 20_260_000;
/** Problems of each exam but C. */
export const EXAM_SIZE = 100;

/** A line of an exam's file: what the problem is, so that a changed family shows. */
export interface ExamRow {
  id: string;
  key: string;
  statement: string;
}

/** The problems of an exam with their rows, in order; always the same. */
export async function* examProblems(exam: Exam): AsyncGenerator<{ row: ExamRow; problem: Problem }> {
  const split = EXAMS[exam];
  if (split === 'hand') {
    for (const made of HAND_PROBLEMS) {
      const problem = await toHandProblem(made);
      yield { row: { id: problem.id, key: made.title, statement: made.statement }, problem };
    }
    return;
  }
  for (let index = 0; index < EXAM_SIZE; index++) {
    const made = familyProblem(SEED, index, split);
    const problem = await toProblem(made, `exam ${exam} #${index}`);
    yield { row: { id: problem.id, key: specKey(made.spec), statement: made.statement }, problem };
  }
}

/** The first `count` problems of an exam, or all where it has fewer. */
export async function firstProblems(exam: Exam, count: number): Promise<Problem[]> {
  const found: Problem[] = [];
  for await (const { problem } of examProblems(exam)) {
    if (found.length >= count) break;
    found.push(problem);
  }
  return found;
}
