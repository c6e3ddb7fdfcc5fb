import type { Parameters } from './block.ts';
import type { Random } from './random.ts';

/** Letters that are common enough to matter in a random word. */
const COMMON = [...'aeiorstnlm'];

export const drawLetter = (random: Random): Parameters => ({ letter: random.pick(COMMON) });

/** One of the others, for a letter misread. */
export const otherLetter = (random: Random, letter: string): Parameters => ({
  letter: random.pick(COMMON.filter((x) => x !== letter)),
});
