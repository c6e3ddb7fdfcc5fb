import type { ActName } from '../../../studio/agents/acts/act.ts';
import type { DiscussionForm, DropCause } from '../../../studio/agents/events.ts';
import type { Snippet } from '../../../studio/seeds/snippet.ts';
import { count } from '../../words.ts';

/** What an agent does, after its name. */
export const ACT_WORDS: Record<ActName, string> = {
  describe: 'writes an exercise of the code',
  answer: 'answers it by the code',
  score: 'scores both',
  propose: 'proposes',
  vary: 'agrees or varies',
  review: 'criticises and votes',
  revise: 'writes its proposal anew',
  solve: 'writes a program',
  mend: 'mends its program',
  reflect: 'looks back on the round',
};

export const FORM_WORDS: Record<DiscussionForm, string> = {
  parallel: 'parallel: all propose, criticise and vote',
  central: 'central: one leads, the others vary',
  translate: 'none: programs carried over one to one',
};

export const CAUSE_WORDS: Record<DropCause, string> = {
  'near copy': 'a near copy of an earlier one',
  'in an exam': 'it stands in an exam',
  'not new': 'not new to its author',
  unreadable: 'the answer could not be read',
  'low score': 'scored too low',
  'nobody proposed anything': 'nobody proposed anything',
  'fails a sample': 'fails a sample',
  stops: 'stops in the middle',
  disagrees: 'prints something else than the others',
};

export const seedsText = (snippets: readonly Snippet[] | null): string =>
  snippets ? `${count(snippets.length, 'piece')} of the person’s own code` : 'the generated family';
