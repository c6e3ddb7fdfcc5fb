import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from '../agents/roles/index.ts';
import type { Message, Role } from '../llm/engine.ts';
import { plantCrash, plantFault, showDifference } from './family/faults.ts';
import { type Errs, mend, passes, plan, recall, type Written, write } from './family/mistakes.ts';
import { oraclePlan, oracleRetrieval } from './family/oracle.ts';
import type { FamilyProblem } from './family/problem.ts';
import { writePython } from './family/python.ts';
import type { Random } from './family/random.ts';
import { type Spec, specKey } from './family/spec.ts';

/** One row of a role's training file. */
export interface RoleRow {
  messages: Message[];
  role: Role;
  language: string;
  problem: string;
  promptHash: string;
}

export const LANGUAGE = 'python';

const row = (role: Role, made: FamilyProblem, prompt: Message[], answer: string): RoleRow => ({
  messages: [...prompt, { role: 'assistant', content: answer }],
  role,
  language: LANGUAGE,
  problem: specKey(made.spec),
  promptHash: PROMPT_HASHES[role],
});
/** A failing attempt at a problem: what was planned and written, and the sample that it fails. */
export function failingAttempt(made: FamilyProblem, random: Random) {
  const right = oraclePlan(made.spec);
  const instances = made.samples.map((sample) => sample.instance);
  for (let tries = 0; tries < 20; tries++) {
    if (random.chance(0.12)) {
      const crash = plantCrash(made.spec, random);
      const sample = made.samples[0]!;
      if (crash)
        return {
          plan: right,
          source: crash.source,
          failure: { input: sample.input, expected: sample.answer, actual: '', error: crash.error },
        };
      continue;
    }
    const fault = plantFault(made.spec, random);
    const difference = fault && showDifference(made.spec, fault.spec, instances);
    if (!fault || !difference) continue;
    // Half the time the plan was wrong already, half the time the program left a right plan.
    return {
      plan: random.chance(0.5) ? oraclePlan(fault.spec) : right,
      source: writePython(fault.spec),
      failure: { ...difference, error: '' },
    };
  }
  return null;
}

/** What a supervisor may say about a step, as `distill/supervisor.ts` says it. */
export const feedbackOn = (step: string, at: number): readonly string[] => [
  `Step ${at + 1} should be: ${step}`,
  'The program leaves the plan: write each step as it stands.',
  `Mind this step: ${step}`,
];

/** One row in so many has a supervisor's feedback in its prompt, so that the field is known. */
const WITH_FEEDBACK = 0.05;

/** What the oracle said of one problem, role by role: the problems that its answers are right for. */
export interface Said {
  recalled: Spec;
  planned: Spec;
  written: Written;
  mended: Spec;
}

/** The oracle plays the four roles, erring as often as it is told to. */
export function play({ spec }: FamilyProblem, errs: Errs, random: Random): Said {
  const recalled = recall(spec, errs, random);
  const planned = plan(recalled, errs, random);
  return { recalled, planned, written: write(planned, errs, random), mended: mend(spec, errs, random) };
}

/** Why a row was dropped: the first mistake on the way to a program that fails a test. */
export type Slip = 'a wrong recall' | 'a wrong plan' | 'a wrong program' | 'a wrong mend';

/**
 * Pass-based filtering, as distillation does it by running programs: what led to a program that fails a test is dropped.
 * Null keeps the row.
 */
export function slipOf(role: Role, made: FamilyProblem, said: Said): Slip | null {
  const tests = [...made.samples, ...made.hidden];
  if (role === 'debugger') return passes({ spec: said.mended }, tests) ? null : 'a wrong mend';
  if (passes(said.written, tests)) return null;
  if (said.recalled !== made.spec) return 'a wrong recall';
  return said.planned !== said.recalled ? 'a wrong plan' : 'a wrong program';
}

/** The row that teaches one role what the oracle said; null where the problem gives none (no fault shows on a sample). */
export function roleRow(role: Role, made: FamilyProblem, said: Said, random: Random): RoleRow | null {
  const { steps } = oraclePlan(made.spec);
  const at = random.int(0, steps.length - 1);
  const [step, leaves, mind] = feedbackOn(steps[at]!, at);
  const told = random.chance(WITH_FEEDBACK);
  const task = (feedback: string) => ({ statement: made.statement, ...(told && { feedback }) });
  const retrieval = oracleRetrieval(said.recalled);
  if (role === 'retriever') {
    const input = { statement: made.statement };
    return row(role, made, retriever.tuned(input), retriever.write([retrieval], input));
  }
  if (role === 'planner') {
    const input = { ...task(step!), retrieval };
    return row(role, made, planner.tuned(input), planner.write(oraclePlan(said.planned), input));
  }
  if (role === 'coder') {
    const { written } = said;
    const source = 'spec' in written ? writePython(written.spec) : written.crash;
    const input = { ...task(leaves!), plan: oraclePlan(said.planned), language: LANGUAGE };
    return row(role, made, coder.tuned(input), coder.write(source, input));
  }
  const attempt = failingAttempt(made, random);
  if (!attempt) return null;
  const input = { ...task(mind!), language: LANGUAGE, ...attempt };
  const answer = { plan: oraclePlan(said.mended), source: writePython(said.mended) };
  return row(role, made, debuggerRole.tuned(input), debuggerRole.write(answer, input));
}
