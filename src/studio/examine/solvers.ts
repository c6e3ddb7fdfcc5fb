import type { Archive } from '../../agents/archive/archive.ts';
import { type Answers, ask, type Question, resultOf } from '../../agents/ask.ts';
import { OutOfTokens } from '../../agents/budget.ts';
import type { Droppable } from '../../agents/context-window.ts';
import type { SolveOptions } from '../../agents/events.ts';
import { failureOf } from '../../agents/failure.ts';
import { NO_PLAN, type Plan } from '../../agents/formats.ts';
import { DEFAULT_OPTIONS } from '../../agents/options.ts';
import type { RoleText } from '../../agents/role.ts';
import { bareCoder } from '../../agents/roles/bare-coder.ts';
import { coder, debuggerRole, planner, retriever } from '../../agents/roles/index.ts';
import { type SolveContext, SolveError, solve } from '../../agents/solve.ts';
import { taskOf } from '../../agents/task.ts';
import { Trail } from '../../agents/trail.ts';
import { type Grade, gradeTask } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { openProblem, type Problem, rulesOf, type Test } from '../../judge/problem.ts';
import type { Verdict } from '../../judge/verdict.ts';
import type { Asked } from './budget.ts';
import { type ByRole, Meter, type Tokens } from './meter.ts';

export interface SolverContext {
  engine: Asked;
  judge: Judge;
  /** A problem may take so many: prompts, a shared beginning once, and answers. */
  tokens: number;
  seed: number;
  language: string;
  archive: Archive;
  /** How a problem's candidates are traced; none where the model's debugger is shown no traces. */
  traceOf?(problem: Problem): NonNullable<SolveContext['trace']>;
  /** The tests that the program which is handed in is graded on; by default those that are no samples. */
  gradedOn?(problem: Problem): readonly Test[];
  signal: AbortSignal;
}

/** What became of a problem: whether the one program that was handed in passes every test of the grader, and what that took. */
export type Outcome = {
  solved: boolean;
  programs: number;
  /** The program; null where none was handed in. */
  handedIn: string | null;
  /** What the grader says of it, and the first test that it fails. */
  verdict: Verdict | null;
  failed: string | null;
  byRole: ByRole;
} & Tokens;

export type Solver = (problem: Problem, context: SolverContext) => Promise<Outcome>;

const NOTHING = { similar: '', technique: '', tutorial: '' };

const secret = ({ tests }: Problem): readonly Test[] => tests.filter(({ origin }) => origin !== 'sample');

function judged(
  problem: Problem,
  source: string,
  tests: readonly Test[],
  { judge, language, signal }: SolverContext,
): Promise<Grade> {
  const submission = { language, source };
  return gradeTask(judge, { submission, tests, ...rulesOf(problem), stopAtFailure: true }, signal);
}

/** The one time that a method's program meets the tests that it is graded on. */
const graded = (problem: Problem, source: string, context: SolverContext): Promise<Grade> =>
  judged(problem, source, (context.gradedOn ?? secret)(problem), context);

function outcomeOf(meter: Meter, handedIn: string | null, grade: Grade | null): Outcome {
  const { prompt, computed, decoded, programs, byRole } = meter;
  const failed = grade?.tests.find(({ verdict }) => verdict !== 'AC' && verdict !== 'SK') ?? null;
  return {
    ...{ solved: grade?.verdict === 'AC', prompt, computed, decoded, programs, byRole, handedIn },
    ...{ verdict: grade?.verdict ?? null, failed: failed?.id ?? null },
  };
}

/** A problem in the hands of a method that asks the model step by step, within its budget. */
class Attempt {
  readonly meter = new Meter();
  readonly task;
  readonly samples;
  private readonly trail: Trail;
  readonly options: SolveOptions;

  constructor(
    private readonly problem: Problem,
    private readonly context: SolverContext,
  ) {
    const open = openProblem(problem);
    this.task = taskOf(open);
    this.samples = open.samples;
    this.trail = new Trail([], context.tokens);
    const { language, seed } = context;
    this.options = { ...DEFAULT_OPTIONS, language, seed };
  }

  async ask<I extends Droppable, A>(text: RoleText<I, A>, questions: Question<I>[]): Promise<Answers<A>> {
    const { engine, signal } = this.context;
    const asking = ask(engine, text, questions, this.options, signal, { trail: this.trail });
    return resultOf(asking, (told) => this.meter.hear(told));
  }

  /** What the samples say; null where all pass. */
  async failing(source: string) {
    this.meter.programs++;
    const { tests, verdict } = await judged(this.problem, source, this.samples, this.context);
    return verdict === 'AC' ? null : tests;
  }

  /** Grades the program that is handed in. */
  async outcome(source: string | null): Promise<Outcome> {
    const grade = source === null ? null : await graded(this.problem, source, this.context);
    return outcomeOf(this.meter, source, grade);
  }
}

/** Runs `work` until it is done or the budget is spent. */
async function withinBudget<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutOfTokens) return null;
    throw error;
  }
}

const place = (at: number) => ({ role: 'coder', round: 0, plan: null, candidate: at }) as const;

/** Direct coding: one program, the model's best guess. */
export const direct: Solver = (problem, context) => samples(problem, context, 1);

/** Programs that are written at once, in `samplesFiltered`. */
const BATCH = 6;

/** Programs, the first of them the best guess, until one passes every sample or the budget is spent. */
export const samplesFiltered: Solver = (problem, context) =>
  samples(problem, context, Number.POSITIVE_INFINITY);

async function samples(problem: Problem, context: SolverContext, most: number): Promise<Outcome> {
  const attempt = new Attempt(problem, context);
  const input = { ...attempt.task, plan: NO_PLAN, language: context.language };
  let first: string | null = null;
  const passing = await withinBudget(async () => {
    for (let from = 0; from < most; from += BATCH) {
      const count = Math.min(BATCH, most - from);
      const answers = await attempt.ask(
        bareCoder,
        Array.from({ length: count }, (_, i) => ({
          place: place(from + i),
          input,
          temperature: from + i === 0 ? 0 : attempt.options.temperature,
        })),
      );
      for (const source of answers) {
        if (source === null) continue;
        first ??= source;
        if (most > 1 && (await attempt.failing(source)) === null) return source;
      }
    }
    return null;
  });
  return attempt.outcome(passing ?? first);
}

/** Similar problems and mends of a plan's program, as MapCoder has them. */
const K = 3;
const T = 5;

/**
 * MapCoder's loop (Islam et al., ACL 2024), one request after the other: a retrieval of k problems, a plan for each, and
 * plan by plan a program that is mended up to t times; the first that passes every sample, or the last. The plan says
 * itself how sure it is, where its form asks for that; MapCoder asks in another request.
 */
export const mapCoder: Solver = async (problem, context) => {
  const attempt = new Attempt(problem, context);
  const { task, options } = attempt;
  const { language } = context;
  let last: string | null = null;
  const at = { round: 0, plan: null, candidate: null };
  const passing = await withinBudget(async () => {
    const [recalled] = await attempt.ask(retriever, [
      { place: { ...at, role: 'retriever' }, input: { ...task, count: K }, temperature: 0 },
    ]);
    const exemplars = recalled && recalled.length > 0 ? recalled : [NOTHING];
    const plans: { plan: Plan; number: number }[] = [];
    for (let number = 0; number < K; number++) {
      const retrieval = exemplars[number % exemplars.length]!;
      // A pack recalls one problem: the further plans with it are to be others.
      const temperature = number < exemplars.length ? 0 : options.temperature;
      const [plan] = await attempt.ask(planner, [
        {
          place: { ...at, role: 'planner', plan: number },
          input: { ...task, retrieval, language },
          temperature,
        },
      ]);
      if (plan) plans.push({ plan, number });
    }
    plans.sort((p, q) => (q.plan.confidence ?? 0) - (p.plan.confidence ?? 0) || p.number - q.number);
    for (const { plan: planned, number } of plans) {
      let plan = planned;
      const [written] = await attempt.ask(coder, [
        { place: { ...at, role: 'coder', plan: number }, input: { ...task, plan, language }, temperature: 0 },
      ]);
      if (!written) continue;
      let source = written;
      for (let round = 1; ; round++) {
        last = source;
        const tests = await attempt.failing(source);
        if (tests === null) return source;
        if (round > T) break;
        const failure = failureOf(attempt.samples, tests);
        const input = { ...task, plan, source, language, failure };
        const [mend] = await attempt.ask(debuggerRole, [
          { place: { ...at, role: 'debugger', round, plan: number }, input, temperature: 0 },
        ]);
        if (!mend) continue;
        source = mend.source;
        if (mend.plan.steps.length > 0) plan = mend.plan;
      }
    }
    return null;
  });
  return attempt.outcome(passing ?? last);
};

/** Quartet's own loop, with options of its own. */
export const quartet =
  (change: Partial<SolveOptions>): Solver =>
  async (problem, context) => {
    const { engine, judge, archive, traceOf, signal, language, seed, tokens } = context;
    const meter = new Meter();
    const handed: { source: string | null; grade: Grade | null } = { source: null, grade: null };
    const solving = solve(openProblem(problem), {
      ...{ engine, judge, archive, signal, run: problem.id, now: Date.now },
      ...(traceOf && { trace: traceOf(problem) }),
      options: { ...DEFAULT_OPTIONS, language, seed, budget: { ms: null, tokens }, ...change },
      async grade({ source }) {
        handed.source = source;
        handed.grade = await graded(problem, source, context);
        return handed.grade;
      },
    });
    for await (const event of solving) {
      if ('live' in event) continue;
      meter.take(event);
      if (event.type === 'ended' && event.how === 'failed') throw new SolveError(event.message);
    }
    signal.throwIfAborted();
    return outcomeOf(meter, handed.source, handed.grade);
  };

/** Ours with half the tokens that the others may take. */
const half: Solver = (problem, context) =>
  quartet({})(problem, { ...context, tokens: Math.floor(context.tokens / 2) });

/** Everything that is compared, by its name; the first of ours has everything on. */
export const SOLVERS: Record<string, Solver> = {
  'direct coding': direct,
  'samples, filtered': samplesFiltered,
  'MapCoder, k 3, t 5': mapCoder,
  quartet: quartet({}),
  'quartet, half the tokens': half,
  'quartet, all plans at once': quartet({ earlyStop: false }),
  'quartet without clustering': quartet({ cluster: false }),
  'quartet without traces': quartet({ trace: false }),
  'quartet without the archive': quartet({ archive: false }),
  'quartet without direct programs': quartet({ direct: 0 }),
  'quartet without any of them': quartet({ cluster: false, trace: false, archive: false, direct: 0 }),
};
