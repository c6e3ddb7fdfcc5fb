import type { Submission } from '../../judge/judge.ts';
import type { Rules, Test } from '../../judge/problem.ts';
import { openTrial, type Trial, TrialError } from '../../judge/trial.ts';
import type { Runner } from '../../sandbox/program.ts';

/** A program whose answers are taken for right, and where it comes from, for the person: `the problem’s own solution`. */
export interface RightProgram {
  submission: Submission;
  who: string;
}

export interface Trusted {
  trial: Trial;
  who: string;
}

/** Opens the first of the programs that answers the tests right; null where none does. Dispose of its trial. */
export async function openRight(
  runner: Runner,
  programs: readonly RightProgram[],
  rules: Rules,
  tests: readonly Test[],
  signal: AbortSignal,
): Promise<Trusted | null> {
  for (const { submission, who } of programs) {
    const trial = await openTrial(runner, submission, rules, signal).catch((error) => {
      if (error instanceof TrialError) return null;
      throw error;
    });
    if (!trial) continue;
    if (await passes(trial, tests, signal)) return { trial, who };
    trial.dispose();
  }
  return null;
}

async function passes(trial: Trial, tests: readonly Test[], signal: AbortSignal): Promise<boolean> {
  for (const test of tests) if ((await trial.judge(test, signal)).verdict !== 'AC') return false;
  return true;
}
