import type { Message, Role } from '../llm/engine.ts';
import type { Reading } from './formats.ts';
import { fingerprint } from './hash.ts';

/** One role: how it is asked, how its answer is written in training text, and how it is read. */
export interface RoleText<Input, Answer> {
  role: Role;
  /** Generation stops here at the latest. */
  maxTokens: number;
  /** The short prompt that the role's pack is trained on; made of words that the base has read. */
  tuned(input: Input): Message[];
  write(answer: Answer, input: Input): string;
  read(text: string): Reading<Answer>;
  /** A fixed input; the hash of its prompt names the prompt's wording. */
  probe: Input;
}

/** Names a role's tuned prompt; a pack carries it, and a pack with another is refused. */
export const promptHash = <Input, Answer>(text: RoleText<Input, Answer>): string =>
  fingerprint(JSON.stringify(text.tuned(text.probe)));

export const ask = (...parts: string[]): Message[] => [{ role: 'user', content: parts.join('\n') }];
