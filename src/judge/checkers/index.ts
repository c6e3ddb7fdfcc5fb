import type { CheckerSpec } from '../problem.ts';
import type { Check, Checker } from './checker.ts';
import { apps } from './datasets/apps.ts';
import { codecontests } from './datasets/codecontests.ts';
import { execeval } from './datasets/execeval.ts';
import { livecodebench } from './datasets/livecodebench.ts';
import { json } from './json.ts';
import { hcmp, icmp, ncmp, uncmp } from './testlib/integers.ts';
import { fcmp, lcmp } from './testlib/lines.ts';
import { acmp, dcmp, rcmp, rcmp4, rcmp6, rcmp9, rncmp } from './testlib/reals.ts';
import { nyesno, wcmp, yesno } from './testlib/words.ts';
import { tokens } from './tokens.ts';

/** Every checker by its id: Kattis's, that of called functions, those of testlib under their own names, and the graders of data sets. */
const CHECKERS: Record<string, Checker> = {
  tokens,
  json,
  ...{ wcmp, yesno, nyesno, lcmp, fcmp, ncmp, uncmp, icmp, hcmp },
  ...{ rcmp4, rcmp6, rcmp9, rncmp, rcmp, acmp, dcmp },
  ...{ execeval, codecontests, apps, livecodebench },
};

/** The ids of all checkers that there are. */
export const CHECKER_IDS: readonly string[] = Object.keys(CHECKERS);

export class UnknownCheckerError extends Error {
  override name = 'UnknownCheckerError';
  constructor(id: string) {
    super(`The problem asks for the checker “${id}”; this version has: ${CHECKER_IDS.join(', ')}.`);
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
  let first: Check | null = null;
  for (const answer of answers) {
    const check = checker(output, answer, spec.config);
    if (check.verdict === 'AC') return check;
    first ??= check;
  }
  return first!;
}
