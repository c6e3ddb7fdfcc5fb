import type { Proposal } from '../agents/proposal.ts';
import type { Scores } from './rubric.ts';

/** Code that became an instruction and an answer in its own language; the answer was run. */
export interface Seed {
  /** The snippet's id. */
  id: string;
  /** Where the code comes from, for people. */
  name: string;
  language: string;
  proposal: Proposal;
  /** A whole program that prints what the samples say. */
  source: string;
  scores: Scores;
}
