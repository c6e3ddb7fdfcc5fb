import { type Plan, type Retrieval, readPlan, writePlan } from '../formats.ts';
import { ask, type RoleText } from '../role.ts';

/** Writes a numbered plan for the problem, with the retriever's technique at hand. */
export const planner: RoleText<{ statement: string; retrieval: Retrieval }, Plan> = {
  role: 'planner',
  maxTokens: 128,
  tuned: ({ statement, retrieval }) =>
    ask(
      'Problem:',
      statement,
      `Technique: ${retrieval.technique}`,
      `Tutorial: ${retrieval.tutorial}`,
      'Plan:',
    ),
  write: writePlan,
  read: readPlan,
  probe: { statement: 'S', retrieval: { similar: 'R', technique: 'T', tutorial: 'U' } },
};
