import { createProblem, DEFAULT_LIMITS, samplesOf } from '../create.ts';
import type { Problem } from '../problem.ts';
import { ImportError } from './import-error.ts';

/** What a person types or pastes into the page's form. */
export interface Paste {
  title: string;
  statement: string;
  samples: { input: string; output: string }[];
  /** Milliseconds; the default if left out. */
  timeMs?: number;
}

/** A problem from plain text: a title, a statement in Markdown, and at least one sample. */
export function importPaste(paste: Paste): Promise<Problem> {
  const refuse = (field: string, reason: string): never => {
    throw new ImportError({ file: 'pasted problem', field, reason });
  };
  if (!paste.title.trim()) refuse('title', 'is empty; give the problem a name.');
  if (!paste.statement.trim()) refuse('statement', 'is empty; paste the problem’s text.');
  const samples = paste.samples.filter(({ input, output }) => input.trim() || output.trim());
  if (samples.length === 0) refuse('samples', 'there is none; paste at least one input with its output.');
  samples.forEach(({ output }, i) => {
    if (!output.trim()) refuse(`samples[${i}].output`, 'is empty; paste what the program should print.');
  });
  return createProblem({
    title: paste.title.trim(),
    statement: paste.statement.trim(),
    tests: samplesOf(samples.map(({ input, output }) => ({ input: ended(input), output: ended(output) }))),
    ...(paste.timeMs ? { limits: limitsWith(paste.timeMs) } : {}),
  });
}

function limitsWith(timeMs: number): Problem['limits'] {
  if (!(timeMs >= 10 && timeMs <= 600_000)) {
    throw new ImportError({
      file: 'pasted problem',
      field: 'timeMs',
      reason: `is ${timeMs}; it should be a number of milliseconds from 10 to 600000.`,
    });
  }
  return { ...DEFAULT_LIMITS, timeMs };
}

/** Unix line ends and one at the end: what a form's text area loses or changes. */
function ended(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  return lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
}
