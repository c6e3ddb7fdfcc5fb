import { EXAMS, type Exam as ExamName, examProblems } from '../exams.ts';
import type { Exam } from './contamination.ts';

/** The statements that the embedded model is examined with. It takes seconds to make them, so others have their turns. */
export async function familyExams(): Promise<Exam[]> {
  const all: Exam[] = [];
  for (const name of Object.keys(EXAMS) as ExamName[]) {
    let at = 0;
    for await (const { row } of examProblems(name)) {
      all.push({ name: `${name} #${++at}`, text: row.statement });
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
  }
  return all;
}
