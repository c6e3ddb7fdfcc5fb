import { type Mend, type Plan, readMend, writeMend, writePlan, writeProgram } from '../formats.ts';
import { languageName } from '../languages.ts';
import { ask, type RoleText } from '../role.ts';

/** What went wrong on the failing sample. */
export interface Failure {
  input: string;
  expected: string;
  actual: string;
  /** Last line of the error, empty where the program ran to its end. */
  error: string;
}

export interface DebuggerInput {
  statement: string;
  plan: Plan;
  source: string;
  language: string;
  failure: Failure;
}

/** Long outputs (a printing loop, say) must not push the problem out of the context. */
const MOST = 200;
const cut = (text: string) => (text.length > MOST ? `${text.slice(0, MOST)}...` : text).trim();

/** Mends plan and program, with a sample that they fail. */
export const debuggerRole: RoleText<DebuggerInput, Mend> = {
  role: 'debugger',
  maxTokens: 384,
  tuned: ({ statement, plan, source, language, failure }) =>
    ask(
      'Problem:',
      statement,
      'Plan:',
      writePlan(plan),
      'Program:',
      writeProgram(language, source),
      'Input:',
      cut(failure.input),
      'Expected:',
      cut(failure.expected),
      'Actual:',
      cut(failure.error || failure.actual),
      '',
      `Mend in ${languageName(language)}:`,
    ),
  write: (mend, { language }) => writeMend(language, mend),
  read: readMend,
  probe: {
    statement: 'S',
    plan: { steps: ['P'] },
    source: 'C',
    language: 'python',
    failure: { input: 'I', expected: 'E', actual: 'A', error: '' },
  },
};
