import type { Role } from '../../llm/engine.ts';
import { plantCrash, plantFault } from './faults.ts';
import type { Random } from './random.ts';
import { evaluate, type Spec } from './spec.ts';
import type { Case } from './tests.ts';

/**
 * How often a teacher errs in each role. The oracle knows every answer; as a language model that teaches does not, it is
 * made to err as one would, so that there is something to filter.
 */
export type Errs = Readonly<Record<Role, number>>;
export const NEVER: Errs = { retriever: 0, planner: 0, coder: 0, debugger: 0 };
/** What `distill` and `export` take if nothing else is said. */
export const AS_A_MODEL: Errs = { retriever: 0.1, planner: 0.15, coder: 0.3, debugger: 0.2 };

/** How many of the coder's mistakes stop in the middle; the others print something wrong. */
const CRASHES = 0.15;
const TRIES = 6;

/** A problem like it, as a hasty reader takes it for; null where there is none. */
function mistaken(spec: Spec, random: Random): Spec | null {
  for (let tries = 0; tries < TRIES; tries++) {
    const fault = plantFault(spec, random);
    if (fault) return fault.spec;
  }
  return null;
}

/** A problem without one of its clauses, or else one that was misread. */
function dropped(spec: Spec, random: Random): Spec | null {
  for (let tries = 0; tries < TRIES; tries++) {
    const fault = plantFault(spec, random);
    if (fault?.kind === 'missing step') return fault.spec;
  }
  return mistaken(spec, random);
}

const erring = (errs: Errs, role: Role, random: Random) => random.chance(errs[role]);

/** What problem the teacher recalls for this one: it, or one that looks like it. */
export const recall = (spec: Spec, errs: Errs, random: Random): Spec =>
  (erring(errs, 'retriever', random) && mistaken(spec, random)) || spec;

/** What problem its plan solves: the one that was recalled, right or wrong, or that without a clause. */
export const plan = (recalled: Spec, errs: Errs, random: Random): Spec =>
  (erring(errs, 'planner', random) && dropped(recalled, random)) || recalled;

/** What the coder writes for a plan: a program for a problem, or one that does not run. */
export type Written = { spec: Spec } | { crash: string };

/** A program in which a bracket is not closed: no language takes it. */
function unclosed(source: string, random: Random): string | null {
  const lines = source.trimEnd().split('\n');
  const able = [...lines.keys()].filter((i) => /\);?$/.test(lines[i]!));
  if (able.length === 0) return null;
  const at = random.pick(able);
  return `${lines.with(at, lines[at]!.replace(/\);?$/, '')).join('\n')}\n`;
}

/** What the coder writes for a plan, in the language that `emit` writes; without one, in Python. */
export function write(planned: Spec, errs: Errs, random: Random, emit?: (spec: Spec) => string): Written {
  if (!erring(errs, 'coder', random)) return { spec: planned };
  const crashes = random.chance(CRASHES);
  const crash = crashes && (emit ? unclosed(emit(planned), random) : plantCrash(planned, random)?.source);
  return crash ? { crash } : { spec: mistaken(planned, random) ?? planned };
}

/** What problem a mended program solves: this one, or one that it was broken into elsewhere. */
export const mend = (spec: Spec, errs: Errs, random: Random): Spec =>
  (erring(errs, 'debugger', random) && mistaken(spec, random)) || spec;

/** Whether a program for one problem passes another's tests; by the family's evaluator, as the emitters are checked by it. */
export const passes = (written: Written, tests: readonly Case[]): boolean =>
  'spec' in written && tests.every(({ instance, answer }) => evaluate(written.spec, instance) === answer);
