import type { CheckerSpec } from '../problem.ts';
import type { Check, Checker } from './checker.ts';
import { tokens } from './tokens.ts';

const CHECKERS: Record<string, Checker> = { tokens };

export class UnknownCheckerError extends Error {
  override name = 'UnknownCheckerError';
  constructor(id: string) {
    super(`The problem asks for the checker “${id}”; this version has: ${Object.keys(CHECKERS).join(', ')}.`);
  }
}

/** The checker of this name, or UnknownCheckerError. */
export function checkerOf(spec: CheckerSpec): Checker {
  const checker = Object.hasOwn(CHECKERS, spec.id) ? CHECKERS[spec.id] : undefined;
  if (!checker) throw new UnknownCheckerError(spec.id);
  return checker;
}

/** Checks an output against the answers: any of them is enough; a difference is told from the first. */
export function checkOutput(output: string, answers: readonly string[], spec: CheckerSpec): Check {
  const checker = checkerOf(spec);
  const checks = answers.map((answer) => checker(output, answer, spec.config));
  return checks.find((check) => check.verdict === 'AC') ?? checks[0]!;
}
