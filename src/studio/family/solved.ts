import type { Solved } from '../../agents/archive/archive.ts';
import type { Problem } from '../../judge/problem.ts';
import { oraclePlan, oracleRetrieval } from './oracle.ts';
import type { FamilyProblem } from './problem.ts';

/** What the oracle knows of a problem of the family, as an archive keeps it. */
export function toSolved(made: FamilyProblem, { id, title, statement }: Problem): Solved {
  const { technique, tutorial } = oracleRetrieval(made.spec);
  return { problem: id, title, statement, technique, tutorial, steps: oraclePlan(made.spec).steps };
}
