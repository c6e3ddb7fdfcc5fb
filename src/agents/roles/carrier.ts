import { readProgram, writeProgram } from '../formats.ts';
import { grammarOf, program } from '../grammar.ts';
import { instruct, part, problemParts } from '../instruct.ts';
import { languageName } from '../languages.ts';
import { readAnyProgram } from '../reading/program.ts';
import { ask, type RoleText } from '../role.ts';
import type { Task } from '../task.ts';

export interface CarrierInput extends Task {
  /** A program that passes every sample, and its language. */
  source: string;
  from: string;
  /** The language that it is carried over to. */
  language: string;
}

const asked = (from: string, language: string): string =>
  `Carry this program over from ${languageName(from)} to ${languageName(language)}: the same output for every input, edge cases too, written as ${languageName(language)} is written. Mind where the two differ: integer division, indices, the end of ranges, how a sort compares. Answer with the program alone, in one block:

${writeProgram(language, '(the program)')}`;

/**
 * The coder's other question: a program in another language. What a base has read of two languages is in no role's pack; the
 * tuned prompt is one of its own documents.
 */
export const carrier: RoleText<CarrierInput, string> = {
  role: 'coder',
  bare: true,
  maxTokens: 320,
  tuned: ({ source, from, language }) =>
    ask(writeProgram(from, source), `The same in ${languageName(language)}?`),
  write: (source, { language }) => writeProgram(language, source),
  read: readProgram,
  grammar: ({ language }) => grammarOf('program', program(language)),
  instruct: {
    maxTokens: 1536,
    prompt: (input) =>
      instruct(
        ...problemParts(input),
        part(
          `A program in ${languageName(input.from)} that solves it`,
          writeProgram(input.from, input.source),
        ),
        asked(input.from, input.language),
      ),
    read: (text, { language }) => readAnyProgram(text, language),
    grammar: ({ language }) => grammarOf('program', program(language)),
  },
  probe: { statement: 'S', source: 'C', from: 'python', language: 'lua' },
};
