import type { Problem } from '../../judge/problem.ts';
import type { SolveEvent } from '../events.ts';
import type { Mend, Plan, Retrieval } from '../formats.ts';
import { Trail } from '../trail.ts';
import type { Solved } from './archive.ts';

/**
 * What a run is worth to later ones: the technique and the plan of the program that was chosen, if every test that there
 * is passes. Null for a run that solved nothing, or that knew no technique.
 */
export function solvedOf(
  events: readonly SolveEvent[],
  problem: Pick<Problem, 'id' | 'title' | 'statement'>,
): Solved | null {
  const trail = new Trail(events);
  const { graded, found, answered, judged } = trail;
  const chosen = graded && judged.get(graded.candidate)?.candidate;
  // Without hidden tests the samples are all that can be passed.
  if (!chosen || !['AC', 'SK'].includes(graded.verdict)) return null;
  const recalled = (answered.get('retriever/0//')?.parsed ?? []) as Retrieval[];
  const retrievals = [...(found?.similar ?? []).map(({ retrieval }) => retrieval), ...recalled];
  const retrieval = retrievals[chosen.plan % Math.max(1, retrievals.length)];
  if (!retrieval?.technique) return null;
  const { id, title, statement } = problem;
  const { technique, tutorial } = retrieval;
  return { problem: id, title, statement, technique, tutorial, steps: planOf(chosen.id, trail)?.steps ?? [] };
}

/** The plan that a candidate follows: the planner's, or the last one that a debugger wrote. */
function planOf(id: number, trail: Trail): Plan | null {
  const { answered, judged } = trail;
  const candidate = judged.get(id)?.candidate;
  if (!candidate) return null;
  const { plan, parent, round } = candidate;
  if (parent === null) return (answered.get(`planner/0/${plan}/`)?.parsed ?? null) as Plan | null;
  const mend = answered.get(`debugger/${round}/${plan}/${id}`)?.parsed as Mend | undefined;
  return mend && mend.plan.steps.length > 0 ? mend.plan : planOf(parent, trail);
}
