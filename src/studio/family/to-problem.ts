import { createProblem } from '../../judge/create.ts';
import type { Problem } from '../../judge/problem.ts';
import { writeJavaScript } from './javascript.ts';
import { writeLua } from './lua.ts';
import { techniquesOf } from './oracle.ts';
import type { FamilyProblem } from './problem.ts';
import { writePython } from './python.ts';
import { writeTitle } from './statement.ts';
import type { Case } from './tests.ts';

const MEGABYTE = 1024 * 1024;

/** A family problem as a `Problem`, with its reference solutions. */
export async function toProblem(made: FamilyProblem, source: string): Promise<Problem> {
  const test = (origin: 'sample' | 'secret') => (one: Case, i: number) => ({
    id: `${origin}/${i + 1}`,
    input: one.input,
    answers: [`${one.answer}\n`],
    origin,
  });
  return createProblem({
    title: writeTitle(made.spec),
    statement: made.statement,
    limits: { timeMs: 2000, memoryBytes: 256 * MEGABYTE, outputBytes: MEGABYTE },
    tests: [...made.samples.map(test('sample')), ...made.hidden.map(test('secret'))],
    references: [
      { language: 'python', source: writePython(made.spec), verdict: 'AC' },
      { language: 'javascript', source: writeJavaScript(made.spec), verdict: 'AC' },
      { language: 'lua', source: writeLua(made.spec), verdict: 'AC' },
    ],
    source,
    tags: techniquesOf(made.spec),
  });
}
