import { type Mend, type Plan, writePlan, writeProgram } from '../../../agents/formats.ts';
import { languageName } from '../../../agents/languages.ts';
import { readAnyMend } from '../../../agents/reading/mend.ts';
import type { Proposal } from '../proposal.ts';
import { type Act, part, spoken } from './act.ts';
import { proposalPart } from './proposal-form.ts';

/** A program of another language that a solution is written after. */
export interface Original {
  language: string;
  source: string;
}

/** What a failed run showed. */
export interface FailedRun {
  input: string;
  /** What the claim or the others' programs say. */
  expected: string;
  /** What was printed, or what stopped the program. */
  actual: string;
}

const form = (language: string) => `Use this form:

Plan:
1. the first step
2. the second step
${writeProgram(language, '(the program)')}`;

/** A plan and a program in the agent's own language, from the instruction or after a program in another. */
export const solve: Act<{ proposal: Proposal; language: string; original?: Original }, Mend> = {
  name: 'solve',
  maxTokens: 1536,
  prompt: ({ proposal, language, original }, speaker) =>
    spoken(
      speaker,
      proposalPart('Problem', proposal),
      original
        ? part(
            `A program in ${languageName(original.language)} that solves it`,
            writeProgram(original.language, original.source),
          )
        : '',
      `${original ? 'Carry this program over to' : 'Solve it in'} ${languageName(language)}, written as your language writes it, with a comment where one helps. ${form(language)}`,
    ),
  read: (text, { language }) => readAnyMend(text, language),
};

/** A program written anew after a run that failed. */
export const mend: Act<
  { proposal: Proposal; language: string; plan: Plan; source: string; run: FailedRun },
  Mend
> = {
  name: 'mend',
  maxTokens: 1536,
  prompt: ({ proposal, language, plan, source, run }, speaker) =>
    spoken(
      speaker,
      proposalPart('Problem', proposal),
      part('Your plan', writePlan(plan)),
      part('Your program', writeProgram(language, source)),
      part(
        'A run that failed',
        `Input:\n${run.input.trimEnd()}\nExpected:\n${run.expected.trimEnd()}\nActual:\n${run.actual.trimEnd()}`,
      ),
      `Find out what is wrong and write the program anew. ${form(language)}`,
    ),
  read: (text, { language }) => readAnyMend(text, language),
};
