import { type Mend, type Plan, readMend, writeMend, writePlan, writeProgram } from '../formats.ts';
import { grammarOf, NUMBERED_STEPS, program, STEPS } from '../grammar.ts';
import { feedbackPart, instruct, part, problemParts } from '../instruct.ts';
import { languageName } from '../languages.ts';
import { readAnyMend } from '../reading/mend.ts';
import { ask, feedbackLine, planLines, type RoleText } from '../role.ts';
import type { Task } from '../task.ts';

/** What went wrong on the failing sample. */
export interface Failure {
  input: string;
  expected: string;
  actual: string;
  /** Last line of the error, empty where the program ran to its end. */
  error: string;
  /** What the program did on it line by line, as `traceForPrompt` writes it; not there where nobody traced it. */
  trace?: string;
}

export interface DebuggerInput extends Task {
  plan: Plan;
  source: string;
  language: string;
  failure: Failure;
}

/** Long outputs (a printing loop, say) must not push the problem out of the context. */
const MOST = 200;
const MOST_EXPLAINED = 1500;
const cut = (text: string, most = MOST) => (text.length > most ? `${text.slice(0, most)}...` : text).trim();

function failureText({ input, expected, actual, error }: Failure): string {
  const shown = (label: string, text: string) => `${label}:\n${cut(text, MOST_EXPLAINED)}`;
  return [
    shown('Input', input),
    shown('Expected output', expected),
    ...(error ? [shown('Error', error)] : []),
    ...(actual.trim() !== '' || !error ? [shown('Actual output', actual)] : []),
  ].join('\n');
}

const traced = ({ trace }: Failure): string =>
  trace
    ? part(
        'What the program did on it',
        `The lines of the program as they were run, by their numbers, with the variables that each changed and what they then held; "..." where lines are left out.\n\n${trace}`,
      )
    : '';

const asked = (language: string): string =>
  `Find out what is wrong, then write the mended plan and the whole mended program in ${languageName(language)}, in this form:

Plan:
1. the first step
2. the second step
${writeProgram(language, '(the program)')}`;

const grammarWith =
  (steps: string) =>
  ({ language }: DebuggerInput): string =>
    grammarOf('"Plan:\\n" steps "\\n" program', steps, program(language));

/** Mends plan and program, with a sample that they fail. */
export const debuggerRole: RoleText<DebuggerInput, Mend> = {
  role: 'debugger',
  maxTokens: 384,
  tuned: ({ statement, plan, source, language, failure, feedback }) =>
    ask(
      'Problem:',
      statement,
      ...planLines(plan),
      'Program:',
      writeProgram(language, source),
      ...(failure.trace ? ['Trace:', failure.trace] : []),
      'Input:',
      cut(failure.input),
      'Expected:',
      cut(failure.expected),
      'Actual:',
      cut(failure.error || failure.actual),
      ...feedbackLine(feedback),
      '',
      `Mend in ${languageName(language)}:`,
    ),
  write: (mend, { language }) => writeMend(language, mend),
  read: readMend,
  grammar: grammarWith(STEPS),
  instruct: {
    maxTokens: 2048,
    prompt: (input) =>
      instruct(
        ...problemParts(input),
        part('Plan', writePlan(input.plan)),
        part('Program', writeProgram(input.language, input.source)),
        part('A test that it fails', failureText(input.failure)),
        traced(input.failure),
        feedbackPart(input),
        asked(input.language),
      ),
    read: (text, { language }) => readAnyMend(text, language),
    grammar: grammarWith(NUMBERED_STEPS),
  },
  probe: {
    statement: 'S',
    plan: { steps: ['P'] },
    source: 'C',
    language: 'python',
    failure: { input: 'I', expected: 'E', actual: 'A', error: '' },
  },
  extra: {
    probe: {
      statement: 'S',
      plan: { steps: ['P'] },
      source: 'C',
      language: 'python',
      failure: { input: 'I', expected: 'E', actual: 'A', error: '', trace: 'T' },
    },
    without({ failure: { trace: _, ...failure }, ...input }) {
      return { ...input, failure };
    },
  },
};
