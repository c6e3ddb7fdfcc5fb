import { type Plan, readProgram, writePlan, writeProgram } from '../formats.ts';
import { grammarOf, program } from '../grammar.ts';
import { feedbackPart, instruct, part, problemParts } from '../instruct.ts';
import { languageName } from '../languages.ts';
import { readAnyProgram } from '../reading/program.ts';
import { ask, feedbackLine, planLines, type RoleText } from '../role.ts';
import type { Task } from '../task.ts';

export interface CoderInput extends Task {
  /** Without steps where the program is to be written from the statement alone. */
  plan: Plan;
  language: string;
}

const asked = ({ language, plan }: CoderInput): string =>
  `Write the whole program in ${languageName(language)}${plan.steps.length > 0 ? ', following the plan' : ''}. Answer with the program alone, in one block:

${writeProgram(language, '(the program)')}`;

/** Writes the program for one plan, or for none. */
export const coder: RoleText<CoderInput, string> = {
  role: 'coder',
  maxTokens: 256,
  tuned: ({ statement, plan, language, feedback }) =>
    ask(
      'Problem:',
      statement,
      ...planLines(plan),
      ...feedbackLine(feedback),
      '',
      `Program in ${languageName(language)}:`,
    ),
  write: (source, { language }) => writeProgram(language, source),
  read: readProgram,
  grammar: ({ language }) => grammarOf('program', program(language)),
  instruct: {
    maxTokens: 1536,
    prompt: (input) =>
      instruct(
        ...problemParts(input),
        part('Plan', writePlan(input.plan)),
        feedbackPart(input),
        asked(input),
      ),
    read: (text, { language }) => readAnyProgram(text, language),
    grammar: ({ language }) => grammarOf('program', program(language)),
  },
  probe: { statement: 'S', plan: { steps: ['P'] }, language: 'python' },
};
