import { joinPipes } from '../../sandbox/pipes.ts';
import type { Prepared, Run, RunLimits } from '../../sandbox/program.ts';
import type { Said } from '../verdict.ts';
import { JUDGE_LIMITS } from './open.ts';
import type { Call, Ruling } from './protocol.ts';
import { Transcript } from './transcript.ts';

/** How long a submission may take to end by itself after the interactor has turned it down. */
const GRACE_MS = 200;

export interface Interaction {
  /** Null if it was ended, because the interactor had turned it down. */
  submission: Run | null;
  interactor: Run;
  ruling: Ruling;
  /** Who ended first. */
  first: 'submission' | 'interactor';
  transcript: Said[];
}

/**
 * Lets a submission talk with an interactor until both have ended. Each reads the end of its input once the other has
 * ended; what is written to a program that has ended is lost, and does no harm.
 */
export async function interact(
  submission: { prepared: Prepared; limits: RunLimits },
  interactor: { prepared: Prepared; call: Call; ruling: (run: Run) => Ruling },
  signal: AbortSignal,
): Promise<Interaction> {
  const transcript = new Transcript();
  const pipes = joinPipes((from, bytes) =>
    transcript.note(from === 'first' ? 'submission' : 'interactor', bytes),
  );
  // A run that could not even start must not leave the other waiting.
  const over = new AbortController();
  const turnedDown = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let first: Interaction['first'] | null = null;

  async function runSubmission(): Promise<Run | null> {
    const { prepared, limits } = submission;
    try {
      const until = AbortSignal.any([either, turnedDown.signal]);
      const run = await prepared.run({ stdin: '', pipe: pipes.first, limits }, until);
      first ??= 'submission';
      return run;
    } catch (error) {
      if (turnedDown.signal.aborted) return null;
      throw error;
    }
  }

  async function runInteractor(): Promise<{ run: Run; ruling: Ruling }> {
    const { prepared, call } = interactor;
    const run = await prepared.run({ ...call, pipe: pipes.second, limits: JUDGE_LIMITS }, either);
    const ruling = interactor.ruling(run);
    if (first === null && ruling.verdict !== 'AC')
      setTimeout(() => turnedDown.abort(new Error('the interactor turned it down')), GRACE_MS);
    first ??= 'interactor';
    return { run, ruling };
  }

  try {
    const [mine, theirs] = await Promise.all([runSubmission(), runInteractor()]);
    return {
      submission: mine,
      interactor: theirs.run,
      ruling: theirs.ruling,
      first: first!,
      transcript: transcript.said,
    };
  } finally {
    over.abort(new Error('the conversation is over'));
  }
}
