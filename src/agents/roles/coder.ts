import { type Plan, readProgram, writePlan, writeProgram } from '../formats.ts';
import { languageName } from '../languages.ts';
import { ask, type RoleText } from '../role.ts';

/** Writes the program for one plan. */
export const coder: RoleText<{ statement: string; plan: Plan; language: string }, string> = {
  role: 'coder',
  maxTokens: 256,
  tuned: ({ statement, plan, language }) =>
    ask('Problem:', statement, 'Plan:', writePlan(plan), '', `Program in ${languageName(language)}:`),
  write: (source, { language }) => writeProgram(language, source),
  read: readProgram,
  probe: { statement: 'S', plan: { steps: ['P'] }, language: 'python' },
};
