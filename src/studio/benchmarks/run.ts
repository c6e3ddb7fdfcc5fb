import type { Archive } from '../../agents/archive/archive.ts';
import { DEFAULT_LIMITS } from '../../judge/create.ts';
import { gradeTask } from '../../judge/grade.ts';
import type { Judge, JudgeTask } from '../../judge/judge.ts';
import { DEFAULT_CHECKER, type Problem } from '../../judge/problem.ts';
import type { Asked } from '../examine/budget.ts';
import type { SolverContext } from '../examine/solvers.ts';
import { gradedTests } from './benchmark.ts';
import type { Listing, ProblemShelf } from './listing.ts';
import { engineFor, methodOf } from './methods.ts';
import { type BenchmarkSettings, type PlannedRun, plannedRuns } from './plan.ts';
import { modelUsed, type Row, type RowKey } from './row.ts';

export interface BenchmarkParts {
  engine: Asked;
  /** Whether the base was trained on our documents alone (`trainedOn`). */
  readsDocuments: boolean;
  judge: Judge;
  archive: Archive;
  traceOf: NonNullable<SolverContext['traceOf']>;
  shelf: Pick<ProblemShelf, 'read'>;
  /** Whether there is a row of this already. */
  has(key: RowKey): boolean;
  /** Joules that the processor has taken so far; null where nothing here can measure them. */
  joules(): number | null;
  /** Milliseconds since 1970. */
  now(): number;
  signal: AbortSignal;
}

export type BenchmarkEvent = { type: 'begun'; run: PlannedRun } | { type: 'row'; row: Row };

/** A run could not be brought to an end; the message names the problem and the method. */
export class BenchmarkError extends Error {
  override readonly name = 'BenchmarkError';
  constructor(
    what: string,
    override readonly cause: unknown,
  ) {
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

export const keyOfRun = (
  { problem, method, seed }: PlannedRun,
  { set, language, tokens }: Pick<BenchmarkSettings, 'set' | 'language' | 'tokens'>,
  engine: Asked,
): RowKey => ({
  ...{ set, problem: problem.id, method, seed, language, tokens },
  by: modelUsed(engine.info, methodOf(method)),
});

/** An empty program on an empty test. */
const nothing = (language: string): JudgeTask => ({
  submission: { language, source: '' },
  tests: [{ id: 'sample/1', input: '', answers: [''], origin: 'sample' }],
  ...{ io: { kind: 'stdin' }, limits: DEFAULT_LIMITS, checker: DEFAULT_CHECKER },
});

/**
 * Runs what is not there yet, one after the other. A run that is stopped half-way is not kept and begins anew; what is
 * graded is what its benchmark's own grader runs. Throws `BenchmarkError`.
 */
export async function* runBenchmark(
  listing: Listing,
  settings: BenchmarkSettings,
  parts: BenchmarkParts,
): AsyncGenerator<BenchmarkEvent> {
  const { benchmark, language, tokens } = settings;
  const { engine, judge, archive, traceOf, signal, now } = parts;
  const dressed = settings.methods.map(methodOf).find(({ packs }) => packs);
  if (dressed && engine.info.packs.length === 0)
    throw new BenchmarkError(
      dressed.name,
      `${engine.info.model} has no role packs to put on; leave this method out.`,
    );
  let warm = false;
  let open: Problem | null = null;
  for (const run of plannedRuns(listing, settings)) {
    const key = keyOfRun(run, settings, engine);
    if (parts.has(key)) continue;
    const { title, revision } = run.problem;
    const method = methodOf(run.method);
    signal.throwIfAborted();
    yield { type: 'begun', run };
    // The language's start is no method's time.
    if (!warm) await gradeTask(judge, nothing(language), signal);
    warm = true;
    const [from, energy] = [performance.now(), parts.joules()];
    try {
      if (open?.id !== run.problem.id) open = await parts.shelf.read(run.problem);
      const outcome = await method.solver(open, {
        ...{ judge, archive, traceOf, signal, tokens, language, seed: run.seed },
        engine: engineFor(method, engine, parts.readsDocuments),
        gradedOn: (problem) => gradedTests(problem, benchmark),
      });
      const seconds = (performance.now() - from) / 1000;
      const after = parts.joules();
      const joules = energy === null || after === null ? null : after - energy;
      yield {
        type: 'row',
        row: { v: 1, ...key, benchmark, title, revision, ...outcome, seconds, joules, at: now() },
      };
    } catch (error) {
      signal.throwIfAborted();
      throw new BenchmarkError(`${title}, ${method.name}`, error);
    }
  }
}
