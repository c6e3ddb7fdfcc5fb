import { mix } from './hash.ts';

/**
 * Uniform numbers in [0, 1) by seed and position, the same in any order and on any machine. Added before rounding
 * down, they make a change that is smaller than a step of the integers take its chance: of many, the right share is
 * made, where rounding to the nearest would lose them all.
 */
export function dither(seed: number): (position: number) => number {
  const key = mix(seed);
  return (position) => (mix(key ^ position) >>> 0) / 2 ** 32;
}

/** A seed of its own for each weight: FNV-1a over its name. */
export function seedOf(name: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
