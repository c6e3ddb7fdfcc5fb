import type { Executor, SequenceId } from './executor.ts';
import type { Job } from './job.ts';

/** A sequence whose beginning others may share. */
interface Donor {
  sequence: SequenceId | null;
  prompt: readonly number[];
  length: number;
  promptLogits: Float32Array | null;
}

/** Shorter common beginnings are not worth keeping a finished sequence for. */
const WORTH_KEEPING = 16;

/**
 * Computes equal beginnings of prompts once. A request whose prompt begins like a running one's waits until that
 * much of it is computed, then forks. A finished request's sequence is kept while a waiting one begins like it.
 */
export class Prefixes {
  private kept: Donor[] = [];

  constructor(private readonly executor: Executor) {}

  /**
   * Gives a job its sequence, forked where something can be shared; false when it has to wait for the running job
   * that it will share with. A job that shares its whole prompt gets its logits too.
   */
  attach(job: Job, running: readonly Job[]): boolean {
    const donors = [...running, ...this.kept].filter((donor) => donor !== job && donor.sequence !== null);
    let best: Donor | null = null;
    let shared = 0;
    for (const donor of donors) {
      const length = sharable(job.prompt, donor);
      if (length > shared || (length === shared && best && donor.length > best.length)) {
        best = donor;
        shared = length;
      }
    }
    if (best && best.length < shared) return false;
    job.sequence = best ? this.executor.fork(best.sequence!, shared) : this.executor.create();
    job.length = shared;
    if (shared === job.prompt.length) job.promptLogits = best!.promptLogits;
    return true;
  }

  /** Takes a finished job's sequence: dropped, or kept where one of `waiting` begins like it more than like any other. */
  release(job: Job, running: readonly Job[], waiting: readonly Job[]): void {
    if (job.sequence === null) return;
    const { sequence, prompt, promptLogits } = job;
    const donor = { sequence, prompt, promptLogits, length: Math.min(job.length, prompt.length) };
    const others = [...running.filter((other) => other !== job && other.sequence !== null), ...this.kept];
    const wanted = waiting.some((other) => {
      const gain = sharable(other.prompt, donor);
      return (
        gain >= WORTH_KEEPING &&
        gain <= donor.length &&
        others.every((rival) => sharable(other.prompt, rival) < gain)
      );
    });
    if (wanted) {
      this.executor.trim(donor.sequence, donor.length);
      this.kept.push(donor);
    } else this.executor.drop(donor.sequence);
    job.sequence = null;
  }

  /** Positions that finished requests' sequences hold, at most. */
  get held(): number {
    return this.kept.reduce((sum, { length }) => sum + length, 0);
  }

  /** Drops what none of `waiting` will share. */
  prune(waiting: readonly Job[]): void {
    this.kept = this.kept.filter((donor) => {
      if (waiting.some(({ prompt }) => sharable(prompt, donor) >= WORTH_KEEPING)) return true;
      this.executor.drop(donor.sequence!);
      return false;
    });
  }
}

/** Tokens that `prompt` can take over: all of them from an equal prompt, else at most all but the last. */
function sharable(prompt: readonly number[], donor: Donor): number {
  let common = 0;
  while (common < prompt.length && prompt[common] === donor.prompt[common]) common++;
  const equal = common === prompt.length && common === donor.prompt.length;
  // The logits after the last token come from computing it, unless the donor has them or will.
  return equal || common < prompt.length ? common : common - 1;
}
