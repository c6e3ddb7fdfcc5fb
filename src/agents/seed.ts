import type { Place } from './events.ts';
import { hashText } from './hash.ts';

/** A request's seed, from the run's seed and the place in the solve alone, so that order of finishing never matters. */
export const requestSeed = (seed: number, { role, plan, candidate, round }: Place): number =>
  hashText(JSON.stringify([seed, role, plan, candidate, round]));
