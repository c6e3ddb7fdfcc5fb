import { canonicalJson } from '../judge/canonical.ts';

/** How a log from a backup, whose lines are only ever added to, stands to the one that is kept under its name. */
export type Standing =
  /** Nothing is kept under this name. */
  | 'free'
  /** What is kept has all of it, and may go further. */
  | 'there'
  /** It goes on where what is kept ends. */
  | 'further'
  | 'other';

/** Compares two logs line by line. */
export function standingOf(here: readonly unknown[], theirs: readonly unknown[]): Standing {
  if (here.length === 0) return 'free';
  const shorter = Math.min(here.length, theirs.length);
  for (let i = 0; i < shorter; i++) if (canonicalJson(here[i]) !== canonicalJson(theirs[i])) return 'other';
  return theirs.length > here.length ? 'further' : 'there';
}

/** The names under which a thing may be kept: its own, and those beside others that have it. */
export function* namesFor(name: string): Generator<string, never> {
  yield name;
  for (let number = 2; ; number++) yield `${name}~${number}`;
}
