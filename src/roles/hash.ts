/**
 * The hash of a quantised weight: h_k = Σ_i mix(w_i XOR mix(4·i + k)) mod 2³², k = 0…3, over its u32 words.
 * A sum, so that any order of the words gives it: a GPU, a page and Node agree.
 */
export function weightHash(words: Uint32Array): string {
  const sums = new Uint32Array(4);
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    for (let k = 0; k < 4; k++) sums[k] += mix(word ^ mix(4 * i + k));
  }
  return Array.from(sums, (sum) => sum.toString(16).padStart(8, '0')).join('');
}

/** MurmurHash3's 32-bit finaliser. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
