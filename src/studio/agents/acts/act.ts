import type { Reading } from '../../../agents/formats.ts';
import { part } from '../../../agents/instruct.ts';
import { languageName } from '../../../agents/languages.ts';
import { answerText } from '../../../agents/reading/answer-text.ts';
import { type Section, sections } from '../../../agents/reading/sections.ts';
import type { Message } from '../../../llm/engine.ts';
import { type Memory, memoryText } from '../memory.ts';
import type { Profile } from '../profile.ts';

export const ACTS = [
  ...(['describe', 'answer', 'score'] as const),
  ...(['propose', 'vary', 'review', 'revise', 'solve', 'mend', 'reflect'] as const),
];
export type ActName = (typeof ACTS)[number];

/** Who speaks: an agent with what it remembers, if it remembers at all. */
export interface Speaker {
  profile: Profile;
  memory: Memory | null;
}

/** One thing that agents do: how they are asked for it, and how what they say is read. */
export interface Act<Input, Answer> {
  name: ActName;
  /** Generation stops here at the latest. */
  maxTokens: number;
  prompt(input: Input, speaker: Speaker): Message[];
  read(text: string, input: Input): Reading<Answer>;
}

const points = (head: string, all: readonly string[]) => [head, ...all.map((one) => `- ${one}`)].join('\n');

/** What an agent is told of itself before each question: who it is, what its language is like, what it remembers. */
export function spoken({ profile, memory }: Speaker, ...parts: string[]): Message[] {
  const name = languageName(profile.language);
  const system = [
    `You are the ${name} agent of a group that writes exercises in programming, one agent a language. Every program is run: what fails is thrown away. Answer in exactly the form that is asked for.`,
    `${profile.exchange}`,
    points(`What ${name} does well:`, profile.idioms),
    points(`What programs in ${name} often get wrong:`, profile.pitfalls),
    memory ? memoryText(memory) : '',
  ];
  return [
    { role: 'system', content: system.filter((one) => one !== '').join('\n\n') },
    { role: 'user', content: parts.filter((one) => one !== '').join('\n\n') },
  ];
}

export { part };

export const failed = (failure: string) => ({ ok: false, failure }) as const;

/** A whole answer's named parts, without thinking and turn markers. */
export const partsOf = <Name extends string>(
  text: string,
  aliases: Record<Name, readonly string[]>,
): Section<Name>[] => sections(answerText(text), aliases);
