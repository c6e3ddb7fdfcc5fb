import { writeProgram } from '../../../agents/formats.ts';
import { languageName } from '../../../agents/languages.ts';
import { answerText } from '../../../agents/reading/answer-text.ts';
import type { Seed } from '../../seeds/seed.ts';
import type { Proposal } from '../proposal.ts';
import { type Act, failed, part, partsOf, spoken } from './act.ts';
import { PROPOSAL_FORM, proposalPart, readProposal } from './proposal-form.ts';

const seedParts = ({ proposal, language, source }: Seed) => [
  part('An exercise to begin from', `${proposal.title}\n${proposal.instruction}`),
  part(`Its answer in ${languageName(language)}`, writeProgram(language, source)),
];

const anyLanguage = (targets: readonly string[]) =>
  `It must be solvable in ${targets.map(languageName).join(', ')} alike, so it says nothing of a language.`;

/** A new instruction, begun from a seed. */
export const propose: Act<{ seed: Seed; targets: readonly string[] }, Proposal> = {
  name: 'propose',
  maxTokens: 1024,
  prompt: ({ seed, targets }, speaker) =>
    spoken(
      speaker,
      ...seedParts(seed),
      `Write a new exercise that grows out of this one: change what is asked, make it a little harder, or combine it with another idea that your language shows well. ${anyLanguage(targets)} ${PROPOSAL_FORM}`,
    ),
  read: readProposal,
};

/** What another agent makes of the leader's proposal; null where it agrees. */
export const vary: Act<{ seed: Seed; current: Proposal; targets: readonly string[] }, Proposal | null> = {
  name: 'vary',
  maxTokens: 1024,
  prompt: ({ seed, current, targets }, speaker) =>
    spoken(
      speaker,
      ...seedParts(seed),
      proposalPart('The proposal', current),
      `If this proposal is clear, new and right, answer “Agree.” and nothing else. Otherwise write a better variation of it. ${anyLanguage(targets)} ${PROPOSAL_FORM}`,
    ),
  read: (text) => {
    const proposal = readProposal(text);
    if (proposal.ok) return proposal;
    return /^\W*(?:i )?agreed?\b/i.test(answerText(text)) ? { ok: true, value: null } : proposal;
  },
};

/** What a reviewer says of each proposal, and which it votes for (its place in the list). */
export interface Review {
  remarks: { score: number; merit: string; fault: string }[];
  best: number;
}

export const letterOf = (at: number): string => String.fromCharCode(65 + at);

/** Criticism of all proposals, and a vote. */
export const review: Act<{ proposals: readonly Proposal[] }, Review> = {
  name: 'review',
  maxTokens: 384,
  prompt: ({ proposals }, speaker) =>
    spoken(
      speaker,
      ...proposals.map((one, i) => proposalPart(`Proposal ${letterOf(i)}`, one)),
      `Criticise each proposal: is it clear, new, of a fitting difficulty, are its samples right? Then vote for one, which may be your own. Use this form, a line a proposal, and the vote last:\n\n${proposals.map((_, i) => `${letterOf(i)}: score from 1 to 5 | its merit | its fault`).join('\n')}\nBest: the letter`,
    ),
  read: (text, { proposals }) => {
    const said = answerText(text);
    const letters = proposals.map((_, i) => letterOf(i));
    const best = said.match(/\bbest\W{1,6}(?:proposal\s+)?([A-Z])\b/i)?.[1]?.toUpperCase();
    if (!best || !letters.includes(best)) return failed('The review votes for none of the proposals.');
    const remarks = letters.map((letter) => {
      const line = said.match(
        new RegExp(`^\\W*(?:proposal\\s+)?${letter}\\W*[:.)]\\W*([1-5])\\b(.*)$`, 'im'),
      );
      const [, merit = '', fault = ''] = (line?.[2] ?? '').split('|').map((one) => one.trim());
      return { score: Number(line?.[1] ?? 3), merit, fault };
    });
    return { ok: true, value: { remarks, best: letters.indexOf(best) } };
  },
};

/** A proposal that was written anew after what the others said of it. */
export const revise: Act<
  { seed: Seed; own: Proposal; remarks: readonly string[]; targets: readonly string[] },
  Proposal
> = {
  name: 'revise',
  maxTokens: 1024,
  prompt: ({ own, remarks, targets }, speaker) =>
    spoken(
      speaker,
      proposalPart('Your proposal', own),
      part('What the others said', remarks.map((one) => `- ${one}`).join('\n')),
      `Write your proposal anew so that what was criticised is mended. ${anyLanguage(targets)} ${PROPOSAL_FORM}`,
    ),
  read: readProposal,
};

/** What an agent learned from a round. */
export interface Reflection {
  merits: string[];
  faults: string[];
}

const MOST = 4;

/** After a round: merits and faults of one's own work, in a sentence each, for one's own next prompt. */
export const reflect: Act<{ works: readonly string[] }, Reflection> = {
  name: 'reflect',
  maxTokens: 256,
  prompt: ({ works }, speaker) =>
    spoken(
      speaker,
      ...works.map((one, i) => part(`Your work ${i + 1}`, one)),
      `Say in one sentence each what was good in this work and what was wrong, so that you do better next time: at most ${MOST} merits and ${MOST} faults, the cause of each failed run first. Use this form:\n\nMerit: what to do again\nFault: what to avoid`,
    ),
  read: (text) => {
    const parts = partsOf(text, { merit: ['merit', 'merits'], fault: ['fault', 'faults'] });
    const of = (name: 'merit' | 'fault') =>
      parts
        .filter((one) => one.name === name && !/^(?:none|nothing|-|n\/a)\W*$/i.test(one.text))
        .flatMap((one) => one.text.split('\n').map((line) => line.replace(/^\s*[-*•]\s*/, '')))
        .filter((line) => line.trim() !== '')
        .slice(0, MOST);
    const value = { merits: of('merit'), faults: of('fault') };
    return parts.length > 0 ? { ok: true, value } : failed('The reflection names neither merits nor faults.');
  },
};
