import { type Plan, type Retrieval, readPlan, writeSteps } from '../formats.ts';
import { grammarOf, NUMBERED_STEPS, STEPS } from '../grammar.ts';
import { feedbackPart, instruct, problemParts, similarPart } from '../instruct.ts';
import { languageName } from '../languages.ts';
import { readAnyPlan } from '../reading/plan.ts';
import { ask, feedbackLine, type RoleText } from '../role.ts';
import type { Task } from '../task.ts';

export interface PlannerInput extends Task {
  retrieval: Retrieval;
  /** What the program will be written in; the tuned prompt does not say it. */
  language?: string;
}

const asked = (language: string | undefined): string =>
  `Write a plan for solving the problem${language ? ` in ${languageName(language)}` : ''}, step by step: how the input is read, what is computed and how, what is printed, and which edge cases need care. No code. Number the steps, one on each line, and end with a line that says from 0 to 100 how sure you are that the plan is right and quick enough:

1. the first step
2. the second step
Confidence: 80`;

/** Writes a plan for the problem, with a similar problem's technique at hand. */
export const planner: RoleText<PlannerInput, Plan> = {
  role: 'planner',
  maxTokens: 128,
  tuned: ({ statement, retrieval, feedback }) =>
    ask(
      'Problem:',
      statement,
      `Technique: ${retrieval.technique}`,
      `Tutorial: ${retrieval.tutorial}`,
      ...feedbackLine(feedback),
      'Plan:',
    ),
  write: writeSteps,
  read: readPlan,
  grammar: () => grammarOf('steps', STEPS),
  instruct: {
    maxTokens: 768,
    prompt: (input) =>
      instruct(
        ...problemParts(input),
        similarPart(input.retrieval),
        feedbackPart(input),
        asked(input.language),
      ),
    read: readAnyPlan,
    grammar: () => grammarOf('steps "\\nConfidence: " ("100" | [1-9]? [0-9])', NUMBERED_STEPS),
  },
  probe: { statement: 'S', retrieval: { similar: 'R', technique: 'T', tutorial: 'U' } },
};
