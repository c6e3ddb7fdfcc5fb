import { hashText } from './agents/hash.ts';

/** Near copies of texts by MinHash (Broder 1997): the share of equal minima estimates the Jaccard similarity of two sets. */

/** Minima in a signature: the estimate's standard error is at most 1 / (2 √128), 4.4 %. */
const MINIMA = 128;
/** Signatures are compared where one of 32 bands of 4 minima is equal: pairs of similarity 0.7 are missed once in 6,000. */
const BAND = 4;

/** Words, numbers and signs of a text or program, in lower case. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}_]+|\d+|[^\s\p{L}\d_]/gu) ?? [];

/** The runs of `n` words; a text with fewer is one run. */
export function shinglesOf(text: string, n = 3): Set<string> {
  const words = wordsOf(text);
  const count = Math.max(1, words.length - n + 1);
  return new Set(Array.from({ length: count }, (_, i) => words.slice(i, i + n).join(' ')));
}

export type Signature = Uint32Array;

/** Odd factors and addends of the 128 hash functions x → mix(x · factor + addend). */
const FUNCTIONS = Array.from({ length: MINIMA }, (_, i) => ({
  factor: (hashText('factor', i) | 1) >>> 0,
  addend: hashText('addend', i),
}));

function mix(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A text's signature over its runs of `n` words; the same in every engine. */
export function signatureOf(text: string, n = 3): Signature {
  const signature = new Uint32Array(MINIMA).fill(0xffff_ffff);
  for (const shingle of shinglesOf(text, n)) {
    const hash = hashText(shingle);
    for (const [i, { factor, addend }] of FUNCTIONS.entries()) {
      const value = mix((Math.imul(hash, factor) + addend) | 0);
      if (value < signature[i]!) signature[i] = value;
    }
  }
  return signature;
}

/** Estimated Jaccard similarity of what two signatures were made of, 0 to 1. */
export function similarity(p: Signature, q: Signature): number {
  let equal = 0;
  for (let i = 0; i < MINIMA; i++) if (p[i] === q[i]) equal++;
  return equal / MINIMA;
}

/** The texts seen so far, asked for near copies of a new one; equal bands lead to them, whatever their number. */
export class NearCopies<Key> {
  private readonly bands = new Map<string, number[]>();
  private readonly kept: { key: Key; signature: Signature }[] = [];

  /** `least` is the similarity from which two texts are near copies. */
  constructor(private readonly least = 0.7) {}

  get size(): number {
    return this.kept.length;
  }

  /** The most similar of the texts seen, or null where none is a near copy. */
  nearest(signature: Signature): { key: Key; similarity: number } | null {
    let best: { key: Key; similarity: number } | null = null;
    for (const at of new Set(bandsOf(signature).flatMap((band) => this.bands.get(band) ?? []))) {
      const { key, signature: other } = this.kept[at]!;
      const found = similarity(signature, other);
      if (found >= this.least && (!best || found > best.similarity)) best = { key, similarity: found };
    }
    return best;
  }

  add(key: Key, signature: Signature): void {
    const at = this.kept.push({ key, signature }) - 1;
    for (const band of bandsOf(signature)) this.bands.set(band, [...(this.bands.get(band) ?? []), at]);
  }
}

const bandsOf = (signature: Signature): string[] =>
  Array.from(
    { length: MINIMA / BAND },
    (_, i) => `${i}:${signature.subarray(i * BAND, (i + 1) * BAND).join(',')}`,
  );
