import { writeProgram } from '../../../agents/formats.ts';
import { languageName } from '../../../agents/languages.ts';
import { readAnyProgram } from '../../../agents/reading/program.ts';
import { CRITERIA, type Criterion, type Scores } from '../../seeds/rubric.ts';
import type { Snippet } from '../../seeds/snippet.ts';
import type { Proposal } from '../proposal.ts';
import { type Act, failed, part, partsOf, spoken } from './act.ts';
import { PROPOSAL_FORM, proposalPart, readProposal } from './proposal-form.ts';

const codePart = ({ name, language, source }: Snippet) =>
  part(`Code, from ${name}`, writeProgram(language, source));

/** Instruction from code: the problem that a piece of code would be the answer to. */
export const describe: Act<{ snippet: Snippet }, Proposal> = {
  name: 'describe',
  maxTokens: 1024,
  prompt: ({ snippet }, speaker) =>
    spoken(
      speaker,
      codePart(snippet),
      `Write an exercise that somebody who could write this code would solve with it. It must be whole without the code: a program reads standard input and prints the answer. ${PROPOSAL_FORM}`,
    ),
  read: readProposal,
};

/** Answer from code: a whole program for the instruction, made of the code. */
export const answer: Act<{ snippet: Snippet; proposal: Proposal }, string> = {
  name: 'answer',
  maxTokens: 1024,
  prompt: ({ snippet, proposal }, speaker) =>
    spoken(
      speaker,
      codePart(snippet),
      proposalPart('The exercise', proposal),
      `Make a whole program in ${languageName(snippet.language)} of this code that solves the exercise, with a comment where one helps. Answer with the program alone, in one block:\n\n${writeProgram(snippet.language, '(the program)')}`,
    ),
  read: (text, { snippet }) => readAnyProgram(text, snippet.language),
};

const QUESTIONS: Record<Criterion, string> = {
  consistency: 'does the answer do what the instruction asks',
  relevance: 'is it about programming',
  difficulty: 'how hard is it, 1 trivial to 5 hard',
  code: 'is there code that can be run',
  correctness: 'is the code right',
  clarity: 'are instruction and code clear',
  comments: 'do the comments help',
  learning: 'is it easy to learn from',
};

const ALIASES = Object.fromEntries(
  CRITERIA.map((name) => [name, name === 'code' ? ['code', 'code present'] : [name]]),
) as unknown as Record<Criterion, readonly string[]>;

/** The paper's rubric: eight criteria from 1 to 5. */
export const score: Act<{ proposal: Proposal; language: string; source: string }, Scores> = {
  name: 'score',
  maxTokens: 160,
  prompt: ({ proposal: { title, instruction }, language, source }, speaker) =>
    spoken(
      speaker,
      part('Instruction', `${title}\n${instruction}`),
      part('Answer', writeProgram(language, source)),
      `Score this from 1 to 5, a line a criterion:\n\n${CRITERIA.map((name) => `${name[0]!.toUpperCase()}${name.slice(1)}: ${QUESTIONS[name]}?`).join('\n')}`,
    ),
  read: (text) => {
    const parts = partsOf(text, ALIASES);
    const entries = CRITERIA.map((name) => {
      const found = parts.find((one) => one.name === name)?.text.match(/[1-5](?!\d)/)?.[0];
      return [name, found ? Number(found) : null] as const;
    });
    const missing = entries.filter(([, value]) => value === null).map(([name]) => name);
    if (missing.length > 0) return failed(`The scores say nothing of ${missing.join(', ')}.`);
    return { ok: true, value: Object.fromEntries(entries) as Scores };
  },
};
