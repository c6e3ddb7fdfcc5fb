import type { Reference } from '../../problem.ts';
import type { Reader } from '../reader.ts';

/** Data sets carry up to thousands of solutions a problem; so many of each verdict are kept. */
const MOST_REFERENCES = 5;

export function references(all: readonly Reference[]): Reference[] {
  const kept = new Map<string, number>();
  return all.filter(({ verdict }) => {
    const count = (kept.get(verdict) ?? 0) + 1;
    kept.set(verdict, count);
    return count <= MOST_REFERENCES;
  });
}

/** Each tag once, blanks left out. */
export function tagsOf(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))];
}

/** Codeforces writes `$$$n$$$` in its statements where everyone else writes `$n$`. */
export function singleDollars(text: string): string {
  return text.replace(/\${6}/g, '$$$$').replace(/\${3}/g, '$$');
}

/** A Codeforces rating; 0 and −1 stand for none. */
export function ratingOf(field: Reader): number | null {
  if (field.missing) return null;
  const rating = field.number(-1, 10_000);
  return rating > 0 ? rating : null;
}
