import { hashText } from '../hash.ts';

/** Words of a shingle. */
const WORDS = 3;
/** Hash functions; the estimate is off by 0.04 on average. */
const HASHES = 128;
/** Statements that share so many of their shingles are one problem told twice. */
const NEAR = 0.6;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** A text's MinHash signature over shingles of words (Broder, 1997). */
export function signature(text: string): Uint32Array {
  const words = wordsOf(text);
  const least = new Uint32Array(HASHES).fill(0xffffffff);
  for (let i = 0; i + WORDS <= Math.max(WORDS, words.length); i++) {
    const shingle = hashText(words.slice(i, i + WORDS).join(' '));
    for (let k = 0; k < HASHES; k++) {
      // A permutation of the 32-bit numbers for each k: MurmurHash3's finaliser over the shingle and k.
      let hash = shingle ^ Math.imul(k + 1, 0x9e3779b1);
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash = (hash ^ (hash >>> 16)) >>> 0;
      if (hash < least[k]!) least[k] = hash;
    }
  }
  return least;
}

/** The estimated share of two texts' shingles that both have: their Jaccard index. */
export const resemblance = (p: Uint32Array, q: Uint32Array): number =>
  p.filter((hash, k) => hash === q[k]).length / HASHES;

export const isNearCopy = (p: Uint32Array, q: Uint32Array): boolean => resemblance(p, q) >= NEAR;
