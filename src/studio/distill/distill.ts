import type { SolveEvent, SolveOptions } from '../../agents/events.ts';
import { solve } from '../../agents/solve.ts';
import { gradeHidden } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { openProblem } from '../../judge/problem.ts';
import { type StudioProblem, type Teacher, type TeacherEngine, TeacherError } from '../teachers/teacher.ts';
import { inOrder } from './in-order.ts';
import { type Distilled, distilled } from './rows.ts';
import { Trajectory } from './trajectory.ts';

/** Why a trajectory was not kept. */
export type Cause =
  | 'no readable answer'
  | 'no program passes the samples'
  | 'a hidden test fails'
  | 'the teacher failed'
  | 'the problem is interactive';

/** What came of one problem. `index` is its place in the input; every problem gives one. */
export type Outcome =
  | ({ index: number; problem: string; kept: true; formatFailures: number } & Distilled)
  | { index: number; problem: string; kept: false; cause: Cause; detail: string; formatFailures: number };

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
    options: { ...options, seed: options.seed + at },
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
 * passes every test is kept. Outcomes come in the order of the problems, `from` being the first one's place.
 */
export function distill(
  problems: AsyncIterable<StudioProblem>,
  teacher: Teacher,
  context: StudioContext,
  from = 0,
): AsyncGenerator<Outcome> {
  return inOrder(problems, teacher.atOnce, async (item, i): Promise<Outcome> => {
    const index = from + i;
    if (item.problem.interactor)
      return {
        ...{ index, problem: item.problem.id, kept: false, formatFailures: 0, detail: '' },
        cause: 'the problem is interactive',
      };
    const trajectory = await play(item, teacher, context, index);
    const { formatFailures, grade } = trajectory;
    const common = { index, problem: item.problem.id, formatFailures };
    if (grade === 'AC')
      return { ...common, kept: true, ...distilled(item.problem, trajectory, teacher.name) };
    const detail = grade ? `hidden tests: ${grade}` : (trajectory.refused ?? trajectory.ending);
    return { ...common, kept: false, cause: causeOf(trajectory), detail };
  });
}
