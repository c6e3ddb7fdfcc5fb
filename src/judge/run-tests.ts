import type { Prepared } from '../sandbox/program.ts';
import { type Circumstances, openApparatus } from './apparatus.ts';
import type { Neighbours } from './neighbours.ts';
import { compileErrorOn, isDoubtful, skipped } from './run-verdict.ts';
import type { TestResult } from './verdict.ts';

/** Another worker is started when what is left would take each of those there are longer than this. */
const WORTH_A_WORKER_MS = 400;

export interface Job extends Circumstances {
  /** How many workers may run this submission's tests side by side. */
  lanes: number;
  neighbours: Neighbours;
}

/**
 * The results of a submission's tests, in order. They run side by side in as many workers as their times are worth,
 * and beside the machine's neighbours. One that passes its time limit, or loses its sandbox, while others ran is run
 * again alone before that is said, the neighbours held back; after a TLE the rest run so from the start.
 */
export async function* runTests(job: Job, signal: AbortSignal): AsyncGenerator<TestResult> {
  const { runner, task, exchange, neighbours } = job;
  const { tests, stopAtFailure } = task;
  const program = exchange.program(task.submission);
  const first = await runner.prepare(program, signal);
  if (!first.ok) {
    for (const test of tests) yield compileErrorOn(test, first.compileError);
    return;
  }
  const apparatus = await openApparatus(job, signal).catch((error) => {
    first.prepared.dispose();
    throw error;
  });
  const most = apparatus.sideBySide ? job.lanes : 1;
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const workers = [first.prepared];
  const idle = [first.prepared];
  const active = new Map<number, { crowded: boolean; done: Promise<void> }>();
  const results: TestResult[] = [];
  const suspects: number[] = [];
  let failure: { error: unknown } | null = null;
  let lanes = 1;
  let oneByOne = false;
  let next = 0;
  let spentMs = 0;

  async function another(): Promise<Prepared> {
    const preparation = await runner.prepare(program, either);
    if (!preparation.ok)
      throw new Error(`The program compiled once, and then not: ${preparation.compileError}`);
    workers.push(preparation.prepared);
    return preparation.prepared;
  }

  const runOn = (worker: Prepared, index: number): Promise<TestResult> =>
    apparatus.judge(worker, tests[index]!, either);

  async function runAlone(index: number): Promise<TestResult> {
    const release = await neighbours.hold();
    try {
      return await runOn(idle[0]!, index);
    } finally {
      release();
    }
  }

  async function work(index: number): Promise<void> {
    if (oneByOne) return tell(index, await runAlone(index));
    const worker = idle.pop() ?? (await another());
    const disturbed = neighbours.watch();
    const result = await runOn(worker, index);
    idle.push(worker);
    spentMs += result.measured.ms;
    const crowded = active.get(index)!.crowded || disturbed();
    if (crowded && isDoubtful(result)) suspects.push(index);
    else tell(index, result);
  }

  function tell(index: number, result: TestResult): void {
    results[index] = result;
    if (result.verdict !== 'TLE') return;
    oneByOne = true;
    lanes = 1;
  }

  function start(index: number): void {
    const crowded = active.size > 0;
    for (const other of active.values()) other.crowded = true;
    const done = work(index)
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => active.delete(index));
    active.set(index, { crowded, done });
  }

  function widen(): void {
    const meanMs = spentMs / (next - active.size);
    const left = tests.length - next;
    // A neighbour at work takes a core of those that the lanes were counted by.
    const room = neighbours.watch()() ? Math.max(1, most - 1) : most;
    if (!oneByOne && lanes < room && (left * meanMs) / lanes > WORTH_A_WORKER_MS) lanes++;
  }

  try {
    for (let told = 0; told < tests.length; ) {
      while (next < tests.length && suspects.length === 0 && active.size < lanes) start(next++);
      await Promise.race([...active.values()].map(({ done }) => done));
      if (failure) throw (failure as { error: unknown }).error;
      while (active.size === 0 && suspects.length > 0) {
        const index = suspects.shift()!;
        tell(index, await runAlone(index));
      }
      for (; results[told]; told++) {
        yield results[told]!;
        if (stopAtFailure && results[told]!.verdict !== 'AC') {
          yield* tests.slice(told + 1).map(skipped);
          return;
        }
      }
      widen();
    }
  } finally {
    ended.abort(new Error('the judging of this submission has ended'));
    // A worker that is disposed of in the middle of a run might be given to the next submission.
    await Promise.all([...active.values()].map(({ done }) => done));
    for (const worker of workers) worker.dispose();
    apparatus.dispose();
  }
}
