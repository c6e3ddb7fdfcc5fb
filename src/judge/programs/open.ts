import type { Prepared, RunLimits, Runner } from '../../sandbox/program.ts';
import type { JudgeProgram } from '../problem.ts';

const MiB = 2 ** 20;
/** Far more than a judge program needs, which is its author's; the problem package format names the same minute. */
const TIME_MS = 60_000;

/** What a judge program may take; its memory is as much as the sandbox has. */
export const JUDGE_LIMITS: RunLimits = { timeMs: TIME_MS, outputBytes: 64 * MiB };

/** The problem's own checker or interactor cannot be used. */
export class JudgeProgramError extends Error {
  override name = 'JudgeProgramError';
}

/** Prepares a judge program, in a worker of its own; JudgeProgramError if it does not compile or nothing runs it. */
export async function openJudgeProgram(
  runner: Runner,
  { language, source, files = {} }: JudgeProgram,
  signal: AbortSignal,
): Promise<Prepared> {
  if (!runner.languages.some(({ id }) => id === language)) {
    const known = runner.languages.map(({ id }) => id).join(', ');
    throw new JudgeProgramError(
      `The problem’s own judge program is in “${language}”, which cannot be run here; these can: ${known}.`,
    );
  }
  const preparation = await runner.prepare({ language, source, files }, signal);
  if (preparation.ok) return preparation.prepared;
  throw new JudgeProgramError(
    `The problem’s own judge program does not compile, so nothing can be judged: ${preparation.compileError}`,
  );
}
