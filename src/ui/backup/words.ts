import type { Kind } from '../../backup/format.ts';
import type { Outcome } from '../../backup/report.ts';

/** What each kind of thing is called, in a list of them. */
export const KIND_WORDS: Record<Kind, string> = {
  problem: 'Problems',
  desk: 'Drafts and own tests',
  submission: 'Submissions',
  run: 'Runs',
  memory: 'Memories of language agents',
  'language run': 'Rounds of language agents',
  job: 'Jobs of the studio',
  pack: 'Role packs',
  settings: 'Settings',
};

export const OUTCOME_WORDS: Record<Outcome, string> = {
  added: 'Added',
  beside: 'Kept beside',
  there: 'Here already',
  left: 'Yours stays',
  refused: 'Refused',
};

/** The same of a backup that was looked through, of which nothing is kept yet. */
export const CONTENTS_WORDS: Record<Outcome, string> = {
  ...OUTCOME_WORDS,
  there: 'In it',
  refused: 'Cannot be read',
};
