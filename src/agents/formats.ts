/** What the roles hand to one another, and how an answer's text is read. */

export interface Retrieval {
  /** A similar problem in a sentence or two. */
  similar: string;
  technique: string;
  tutorial: string;
  /** The steps of a plan that solved the similar problem, where it is one from the archive. */
  steps?: string[];
}

export interface Plan {
  /** Without their numbers. */
  steps: string[];
  /** How sure the planner is, 0 to 100; a form that does not ask for it has none. */
  confidence?: number;
}

/** Of a program that was written from the statement alone, or whose plan nobody said. */
export const NO_PLAN: Plan = { steps: [] };

export interface Mend {
  plan: Plan;
  source: string;
}

/** An answer that could be read, or a plain sentence about what was wrong with its form. */
export type Reading<T> = { ok: true; value: T } | { ok: false; failure: string };

const failed = (failure: string) => ({ ok: false, failure }) as const;

export const writePlan = (plan: Plan): string => plan.steps.map((step, i) => `${i + 1}. ${step}`).join('\n');

/**
 * A plan in the form that packs are trained on. It has no numbers: a small model takes the highest that it was trained with
 * for the end, and leaves out a step of a plan that would go on.
 */
export const writeSteps = (plan: Plan): string => plan.steps.map((step) => `- ${step}`).join('\n');

/** Numbered lines, or lines with bullets; chatter around them is passed over. */
export function readPlan(text: string): Reading<Plan> {
  const steps = text
    .split('\n')
    .map((line) => line.match(/^\s*(?:\d+[.)]|[-*])\s+(.*\S)/)?.[1])
    .filter((step) => step !== undefined);
  return steps.length > 0 ? { ok: true, value: { steps } } : failed('The plan has no steps.');
}

export const writeProgram = (language: string, source: string): string =>
  `\`\`\`${language}\n${source.trimEnd()}\n\`\`\``;

/** The first fenced block; an unclosed fence runs to the end. */
export function readProgram(text: string): Reading<string> {
  const match = text.match(/```[^\n`]*\n([\s\S]*?)(?:```|$)/);
  const source = match?.[1]?.trimEnd();
  return source ? { ok: true, value: `${source}\n` } : failed('The answer has no fenced program.');
}

const field = (text: string, name: string): string | undefined =>
  text.match(new RegExp(`^${name}:[ \\t]*(.*\\S)`, 'mi'))?.[1];

export const writeRetrieval = ({ similar, technique, tutorial }: Retrieval): string =>
  `Similar: ${similar}\nTechnique: ${technique}\nTutorial: ${tutorial}`;

export function readRetrieval(text: string): Reading<Retrieval> {
  const [similar, technique, tutorial] = ['Similar', 'Technique', 'Tutorial'].map((name) =>
    field(text, name),
  );
  if (!technique) return failed('The answer names no technique.');
  return { ok: true, value: { similar: similar ?? '', technique, tutorial: tutorial ?? '' } };
}

export const writeMend = (language: string, { plan, source }: Mend): string =>
  `Plan:\n${writeSteps(plan)}\n${writeProgram(language, source)}`;

export function readMend(text: string): Reading<Mend> {
  const program = readProgram(text);
  if (!program.ok) return program;
  const plan = readPlan(text.slice(0, text.indexOf('```')));
  return { ok: true, value: { plan: plan.ok ? plan.value : NO_PLAN, source: program.value } };
}
