import type { EngineInfo, Message, Role } from '../llm/engine.ts';
import { type Plan, type Reading, writeSteps } from './formats.ts';
import { fingerprint } from './hash.ts';

/** One way to ask a role, and to read what it answers. */
export interface Form<Input, Answer> {
  /** Generation stops here at the latest. */
  maxTokens: number;
  prompt(input: Input): Message[];
  read(text: string, input: Input): Reading<Answer>;
  /** EBNF of the answer, `root` first, for engines that can hold an answer to a grammar. */
  grammar(input: Input): string;
}

/** One role: how it is asked, how its answer is written in training text, and how it is read. */
export interface RoleText<Input, Answer> {
  role: Role;
  /** Whether the base alone is asked, whatever packs there are. */
  bare?: true;
  /** Generation stops here at the latest. */
  maxTokens: number;
  /** The short prompt that the role's pack is trained on; made of words that the base has read. */
  tuned(input: Input): Message[];
  write(answer: Answer, input: Input): string;
  /** Reads what a pack writes, which is always in the role's form or a failure of it. */
  read(text: string): Reading<Answer>;
  grammar(input: Input): string;
  /** For a model without the role's pack: the same form, explained, and read with patience. */
  instruct: Form<Input, Answer>;
  /** A fixed input; the hash of its prompt names the prompt's wording. */
  probe: Input;
  /** What only a pack that learned it is shown: a second probe that has it, and how an input is without. */
  extra?: { probe: Input; without(input: Input): Input };
}

/**
 * The form for a model: the tuned one where it has a pack that was trained on the role's prompt, on or off, and the
 * instruct one elsewhere.
 */
export function formFor<Input, Answer>(
  text: RoleText<Input, Answer>,
  { packs }: Pick<EngineInfo, 'packs'>,
): Form<Input, Answer> {
  const pack = packs.find(({ role, promptHash }) => role === text.role && promptHash !== '');
  if (!pack) return text.instruct;
  const { maxTokens, tuned, read, grammar, extra } = text;
  const plain = extra !== undefined && pack.promptHash !== fullPromptHash(text);
  return { maxTokens, prompt: plain ? (input) => tuned(extra.without(input)) : tuned, read, grammar };
}

/** Names a role's tuned prompt; a pack carries it, and a pack with another is refused. */
export const promptHash = <Input, Answer>(text: RoleText<Input, Answer>): string =>
  fingerprint(JSON.stringify(text.tuned(text.probe)));

/** Names the tuned prompt of a role together with its extra; a pack that learned both carries it. */
export const fullPromptHash = <Input, Answer>({ tuned, probe, extra }: RoleText<Input, Answer>): string =>
  fingerprint(JSON.stringify([tuned(probe), ...(extra ? [tuned(extra.probe)] : [])]));

export const ask = (...parts: string[]): Message[] => [{ role: 'user', content: parts.join('\n') }];

/** The lines of a tuned prompt that a plan stands in; none where a program is written from the statement alone. */
export const planLines = (plan: Plan): string[] => (plan.steps.length > 0 ? ['Plan:', writeSteps(plan)] : []);

/** The line of a tuned prompt that a supervisor's feedback stands in; none where there is none. */
export const feedbackLine = (feedback: string | undefined): string[] =>
  feedback ? [`Feedback: ${feedback}`] : [];
