import type { SolveEvent, SolveOptions } from '../../agents/events.ts';
import { solve } from '../../agents/solve.ts';
import { gradeHidden } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { openProblem } from '../../judge/problem.ts';
import { metered, NOTHING_SPENT, type Spent } from '../teachers/meter.ts';
import { type StudioProblem, type Teacher, type TeacherEngine, TeacherError } from '../teachers/teacher.ts';
import { inOrder, type Places } from './in-order.ts';
import { type Distilled, distilled } from './rows.ts';
import { Trajectory } from './trajectory.ts';

/** Why a trajectory was not kept. */
export type Cause =
  | 'no readable answer'
  | 'no program passes the samples'
  | 'a hidden test fails'
  | 'the teacher failed'
  | 'the problem is interactive';

/** What is said of every problem. Problem and seed are an outcome's key. */
export interface Worked {
  /** Its place in the whole input. */
  index: number;
  problem: string;
  /** Of its solve. */
  seed: number;
  formatFailures: number;
  /** Of the teacher, for this problem. */
  spent: Spent;
}

/** What came of one problem; every problem gives one. */
export type Outcome = Worked & (({ kept: true } & Distilled) | { kept: false; cause: Cause; detail: string });

export interface StudioContext {
  judge: Judge;
  options: SolveOptions;
  signal: AbortSignal;
}

/** An engine whose `TeacherError` is kept for who wants it: the solve loop would make an ending of it. */
function listening(engine: TeacherEngine, hear: (error: TeacherError) => void): TeacherEngine {
  return {
    info: engine.info,
    countTokens: (prompt) => engine.countTokens(prompt),
    async *submit(requests, signal) {
      try {
        yield* engine.submit(requests, signal);
      } catch (error) {
        if (error instanceof TeacherError) hear(error);
        throw error;
      }
    },
  };
}

/**
 * A whole solve by a teacher's or student's engine, the hidden tests graded; `at` makes its seed. Throws `TeacherError`
 * where the teacher can answer nothing any more: that is no outcome of the problem.
 */
export async function play(
  item: StudioProblem,
  teacher: Teacher,
  { judge, options, signal }: StudioContext,
  at: number,
): Promise<Trajectory> {
  const { problem } = item;
  const open = openProblem(problem);
  const events: SolveEvent[] = [];
  let broken: TeacherError | null = null;
  const engine = listening(teacher.engineFor(item), (error) => {
    broken = error;
  });
  const context = {
    ...{ engine, judge, signal, run: problem.id, now: () => 0 },
    // Every role is to be learned from: no program is written past the planner.
    // All at once: a kept answer's failed siblings are learned from, too.
    options: { ...options, direct: 0, earlyStop: false, seed: options.seed + at },
    grade: (submission: { language: string; source: string }) =>
      gradeHidden(problem, judge, submission, signal),
  };
  for await (const event of solve(open, context)) if (!('live' in event)) events.push(event);
  signal.throwIfAborted();
  if (broken) throw broken;
  return new Trajectory(open.samples, events);
}

export function causeOf(trajectory: Trajectory): Cause {
  if (trajectory.ending.startsWith('failed') || (trajectory.refused && trajectory.tried.length === 0))
    return 'the teacher failed';
  if (trajectory.tried.length === 0) return 'no readable answer';
  return trajectory.chosen === null ? 'no program passes the samples' : 'a hidden test fails';
}

/**
 * Trajectory distillation (MapCoder-Lite): the teacher plays the four roles on each problem; what led to a program that
 * passes every test is kept. Outcomes come in the order of the problems, and depend on the problem and its place alone.
 */
export function distill(
  problems: AsyncIterable<StudioProblem>,
  teacher: Teacher,
  context: StudioContext,
  { from = 0, step = 1 }: Places = {},
): AsyncGenerator<Outcome> {
  return inOrder(problems, teacher.atOnce, async (item, i): Promise<Outcome> => {
    const index = from + step * i;
    const key = { index, problem: item.problem.id, seed: context.options.seed + index };
    if (item.problem.interactor)
      return {
        ...{ ...key, formatFailures: 0, spent: NOTHING_SPENT, kept: false, detail: '' },
        cause: 'the problem is interactive',
      };
    const asked = metered(teacher);
    const trajectory = await play(item, asked.teacher, context, index);
    const { formatFailures, grade } = trajectory;
    const common = { ...key, formatFailures, spent: asked.spent() };
    if (grade === 'AC')
      return { ...common, kept: true, ...distilled(item.problem, trajectory, teacher.name) };
    const detail = grade ? `hidden tests: ${grade}` : (trajectory.refused ?? trajectory.ending);
    return { ...common, kept: false, cause: causeOf(trajectory), detail };
  });
}
