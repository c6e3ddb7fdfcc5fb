import { hashText } from '../../agents/hash.ts';
import { wordsOf } from '../../minhash.ts';

/** Texts as counts of their words and pairs of words, hashed into so many places and of length 1: close texts, close vectors. */
const PLACES = 512;

export function vectorOf(text: string): Float64Array {
  const vector = new Float64Array(PLACES);
  const words = wordsOf(text);
  for (const [i, word] of words.entries()) {
    vector[hashText(word) % PLACES]! += 1;
    if (i > 0) vector[hashText(`${words[i - 1]} ${word}`) % PLACES]! += 1;
  }
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((x) => x / length) : vector;
}

/** Cosine of two vectors of length 1: 1 for texts of the same words in the same order, near 0 for unlike ones. */
export function closeness(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < PLACES; i++) sum += p[i]! * q[i]!;
  return sum;
}
