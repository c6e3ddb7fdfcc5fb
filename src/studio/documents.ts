import { type Mend, NO_PLAN, type Plan } from '../agents/formats.ts';
import type { DebuggerInput } from '../agents/roles/debugger.ts';
import {
  coder,
  debuggerRole,
  PROMPT_HASHES,
  planner,
  retriever,
  TRACED_PROMPT_HASH,
} from '../agents/roles/index.ts';
import type { Message, Role } from '../llm/engine.ts';
import { plantCrash, plantFault, showDifference } from './family/faults.ts';
import { type Errs, mend, passes, plan, recall, type Written, write } from './family/mistakes.ts';
import { oraclePlan, oracleRetrieval } from './family/oracle.ts';
import type { FamilyProblem } from './family/problem.ts';
import { writePython } from './family/python.ts';
import type { Random } from './family/random.ts';
import { type Spec, specKey } from './family/spec.ts';
import { drawList } from './lists.ts';

/** One row of a role's training file. */
export interface RoleRow {
  messages: Message[];
  role: Role;
  language: string;
  problem: string;
  promptHash: string;
}

export const LANGUAGE = 'python';

const row = (role: Role, problem: string, prompt: Message[], answer: string): RoleRow => ({
  messages: [...prompt, { role: 'assistant', content: answer }],
  role,
  language: LANGUAGE,
  problem,
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

/**
 * Of the coder's and the debugger's rows so many have a statement from which words are missing, up to the given share, so
 * that they go by the plan, and by what the test showed, where a statement's words tell them nothing.
 */
const WITH_MISSING_WORDS = {
  coder: { rows: 0.5, words: 0.6 },
  debugger: { rows: 0.4, words: 0.5 },
};

/** So many of the coder's and the debugger's rows have no plan, but the whole statement: programs are written so too. */
const WITHOUT_PLAN = { coder: 0.2, debugger: 0.1 };

function dropWords(role: keyof typeof WITH_MISSING_WORDS, statement: string, random: Random): string {
  const { rows, words } = WITH_MISSING_WORDS[role];
  if (!random.chance(rows)) return statement;
  const share = (words * random.int(1, 20)) / 20;
  return statement
    .split(' ')
    .filter(() => !random.chance(share))
    .join(' ');
}

const shownToCoder = (statement: string, plan: Plan, random: Random) =>
  random.chance(WITHOUT_PLAN.coder)
    ? { statement, plan: NO_PLAN }
    : { statement: dropWords('coder', statement, random), plan };

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

/** What a role is told of the problem, with or without what a supervisor said of one of its steps. */
function drawTask(made: FamilyProblem, random: Random) {
  const { steps } = oraclePlan(made.spec);
  const at = random.int(0, steps.length - 1);
  const [step, leaves, mind] = feedbackOn(steps[at]!, at);
  const told = random.chance(WITH_FEEDBACK);
  const task = (feedback: string) => ({ statement: made.statement, ...(told && { feedback }) });
  return { step: step!, leaves: leaves!, mind: mind!, task };
}

/** What the debugger is asked, and what it should answer, before they are written as a row. */
export interface DebuggerCase {
  input: DebuggerInput;
  answer: Mend;
}

/** Null where the problem gives none: no fault shows on a sample. */
export function debuggerCase(made: FamilyProblem, said: Said, random: Random): DebuggerCase | null {
  const { mind, task } = drawTask(made, random);
  const attempt = failingAttempt(made, random);
  if (!attempt) return null;
  const shown = random.chance(WITHOUT_PLAN.debugger)
    ? { statement: made.statement, plan: NO_PLAN }
    : { statement: dropWords('debugger', made.statement, random) };
  const input = { ...task(mind), language: LANGUAGE, ...attempt, ...shown };
  return { input, answer: { plan: oraclePlan(said.mended), source: writePython(said.mended) } };
}

export const debuggerRow = (made: FamilyProblem, { input, answer }: DebuggerCase): RoleRow =>
  row('debugger', specKey(made.spec), debuggerRole.tuned(input), debuggerRole.write(answer, input));

/**
 * As `debuggerRow`, for a pack that learns prompts with and without traces: each of its rows carries the hash of both.
 * Empty: there is no trace of this program.
 */
export function tracedDebuggerRow(made: FamilyProblem, one: DebuggerCase, trace: string): RoleRow {
  const failure = { ...one.input.failure, ...(trace !== '' && { trace }) };
  const traced = { ...one, input: { ...one.input, failure } };
  return { ...debuggerRow(made, traced), promptHash: TRACED_PROMPT_HASH };
}

/** The row that teaches one role what the oracle said; null where the problem gives none (no fault shows on a sample). */
export function roleRow(role: Role, made: FamilyProblem, said: Said, random: Random): RoleRow | null {
  if (role === 'debugger') {
    const one = debuggerCase(made, said, random);
    return one && debuggerRow(made, one);
  }
  const { step, leaves, task } = drawTask(made, random);
  const problem = specKey(made.spec);
  const retrieval = oracleRetrieval(said.recalled);
  if (role === 'retriever') {
    const input = { statement: made.statement };
    return row(role, problem, retriever.tuned(input), retriever.write([retrieval], input));
  }
  if (role === 'planner') {
    const input = { ...task(step), retrieval };
    return row(role, problem, planner.tuned(input), planner.write(oraclePlan(said.planned), input));
  }
  const { written } = said;
  const source = 'spec' in written ? writePython(written.spec) : written.crash;
  const shown = shownToCoder(made.statement, oraclePlan(said.planned), random);
  const input = { ...task(leaves), ...shown, language: LANGUAGE };
  return row(role, problem, coder.tuned(input), coder.write(source, input));
}

/**
 * A row of a list of unrelated steps, so that the role does not learn to end where the longest trained problem ends. There is
 * no program to run, and nothing to mend.
 */
export function listRow(role: Exclude<Role, 'debugger'>, random: Random): RoleRow {
  const { key, said, retrieval, plan, python } = drawList(random);
  const problem = `list: ${key}`;
  const statement = said.join(' ');
  if (role === 'retriever')
    return row(role, problem, retriever.tuned({ statement }), retriever.write([retrieval], { statement }));
  if (role === 'planner') {
    const input = { statement, retrieval };
    return row(role, problem, planner.tuned(input), planner.write(plan, input));
  }
  const input = { ...shownToCoder(statement, plan, random), language: LANGUAGE };
  return row(role, problem, coder.tuned(input), coder.write(`${python}\n`, input));
}
