import { hashText } from '../../../agents/hash.ts';

/** Which phrasings a statement is made of: those that training knows, or those that it never saw. */
export type Wording = 'known' | 'unseen';

/** One phrasing in so many is kept from training. */
const SHARE = 6;

const held = (phrasing: string): boolean => hashText(phrasing, SHARE) % SHARE === 0;

/** A lone phrasing as several: its first choice `[a|b]` taken apart. */
function apart(phrasing: string): string[] {
  const [whole, options] = phrasing.match(/\[([^[\]]*\|[^[\]]*)\]/) ?? [];
  return whole ? options!.split('|').map((option) => phrasing.replace(whole, option)) : [phrasing];
}

const known = new WeakMap<readonly string[], Record<Wording, readonly string[]>>();

/**
 * The phrasings of one clause that a wording may use. Of two or more at least one is held out and at least one is not; a
 * clause that can be said in one way only is the same in both.
 */
export function phrasings(all: readonly string[], wording: Wording): readonly string[] {
  let split = known.get(all);
  if (!split) {
    const different = [...new Set(all)];
    split = divide(different.length === 1 ? apart(different[0]!) : different);
    known.set(all, split);
  }
  return split[wording];
}

function divide(all: readonly string[]): Record<Wording, readonly string[]> {
  if (all.length < 2) return { known: all, unseen: all };
  const unseen = all.filter(held);
  const last = [...all].sort((p, q) => hashText(p) - hashText(q)).at(-1)!;
  if (unseen.length === 0) return { known: all.filter((x) => x !== last), unseen: [last] };
  if (unseen.length === all.length) return { known: [last], unseen: all.filter((x) => x !== last) };
  return { known: all.filter((x) => !held(x)), unseen };
}
