import { gradeTask } from '../judge/grade.ts';
import type { Judge } from '../judge/judge.ts';
import { type OpenProblem, rulesOf } from '../judge/problem.ts';
import type { TestResult } from '../judge/verdict.ts';
import type { Timed } from './ask.ts';
import type { Candidate } from './events.ts';
import type { Plan } from './formats.ts';
import type { Trail } from './trail.ts';

/** A candidate with what the samples said of it and the plan that it follows. */
export interface Tried {
  candidate: Candidate;
  plan: Plan;
  tests: TestResult[];
  passed: number;
}

/** Judges candidates on the samples while others are written, one at a time; an identical program is run once. */
export class Judging {
  private readonly results = new Map<string, TestResult[]>();
  private readonly ready: Timed[] = [];
  private readonly done = new Map<number, Tried>();
  private failure: { error: unknown } | null = null;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly problem: OpenProblem,
    private readonly judge: Judge,
    private readonly trail: Trail,
    private readonly signal: AbortSignal,
    private readonly now: () => number,
  ) {
    for (const { candidate, tests } of trail.judged.values()) this.results.set(candidate.source, tests);
  }

  add(candidate: Candidate, plan: Plan): void {
    const before = this.trail.judged.get(candidate.id);
    if (before) this.note(candidate, plan, before.tests);
    else
      this.queue = this.queue
        .then(() => this.run(candidate, plan))
        .catch((error) => {
          this.failure ??= { error };
        });
  }

  private async run(candidate: Candidate, plan: Plan): Promise<void> {
    if (this.failure) return;
    this.signal.throwIfAborted();
    const from = this.now();
    let tests = this.results.get(candidate.source);
    if (!tests) {
      const task = { submission: candidate, tests: this.problem.samples, ...rulesOf(this.problem) };
      ({ tests } = await gradeTask(this.judge, task, this.signal));
      this.signal.throwIfAborted();
      this.results.set(candidate.source, tests);
    }
    this.note(candidate, plan, tests);
    this.ready.push({ body: { type: 'judged', candidate, tests }, ms: this.now() - from });
  }

  private note(candidate: Candidate, plan: Plan, tests: TestResult[]): void {
    const passed = tests.filter(({ verdict }) => verdict === 'AC').length;
    this.done.set(candidate.id, { candidate, plan, tests, passed });
  }

  /** What has been judged since the last call. */
  *judged(): Generator<Timed> {
    yield* this.ready.splice(0);
  }

  /** The same; throws what the judge threw. */
  *settled(): Generator<Timed> {
    yield* this.judged();
    if (this.failure) throw this.failure.error;
  }

  /** Waits for all that was added. */
  async *rest(): AsyncGenerator<Timed> {
    for (;;) {
      const last = this.queue;
      await last;
      yield* this.settled();
      if (last === this.queue) return;
    }
  }

  /** All that are judged, in candidate order. */
  get tried(): Tried[] {
    return [...this.done.values()].sort((p, q) => p.candidate.id - q.candidate.id);
  }
}

/** An asking whose programs are judged as they come; ends when all of them are. */
export async function* judgedMeanwhile<Out, Answer>(
  asking: AsyncGenerator<Out, Answer>,
  judging: Judging,
): AsyncGenerator<Out | Timed, Answer> {
  try {
    for (;;) {
      const next = await asking.next();
      if (next.done) {
        yield* judging.rest();
        return next.value;
      }
      yield next.value;
      yield* judging.settled();
    }
  } finally {
    await asking.return(undefined as never);
  }
}
