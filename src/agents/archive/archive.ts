import type { OpenProblem } from '../../judge/problem.ts';
import type { Retrieval } from '../formats.ts';

/** A problem that was solved, with what solved it. */
export interface Solved {
  /** The problem's id. */
  problem: string;
  title: string;
  statement: string;
  technique: string;
  tutorial: string;
  /** The plan that its program follows. */
  steps: string[];
}

/** A solved problem that is like another one. */
export interface Found {
  problem: string;
  title: string;
  /** How much of what is rare in the other's statement is in this one's too, 0 to 1. */
  likeness: number;
  retrieval: Retrieval;
}

/** Where similar problems are looked for before the model is asked to remember some. */
export interface Archive {
  /** At most `most` of them, the most similar first; never the problem itself or a near copy of it. */
  find(problem: Pick<OpenProblem, 'id' | 'statement'>, most: number): Promise<Found[]>;
}
