import { answersTo } from '../../agents/ask.ts';
import { NO_PLAN, type Plan, writePlan } from '../../agents/formats.ts';
import { coder, planner, retriever } from '../../agents/roles/index.ts';
import { taskOf } from '../../agents/task.ts';
import { passesAll } from '../../judge/grade.ts';
import { openProblem } from '../../judge/problem.ts';
import { metered } from '../teachers/meter.ts';
import type { StudioProblem, Teacher, TeacherEngine } from '../teachers/teacher.ts';
import type { StudioContext, Worked } from './distill.ts';
import { inOrder, type Places } from './in-order.ts';
import { type PreferencePair, pairOf } from './rows.ts';

/** What came of one problem: what the student said wrong beside what the teacher says, or why there is nothing. */
export type Corrected = Worked &
  (
    | { kept: true; rows: []; pairs: PreferencePair[] }
    | { kept: false; cause: 'nothing is wrong' | 'the problem is interactive'; detail: string }
  );

/** Of one role no more wrong answers to a problem than these: the student's favourite mistakes come first. */
const MOST_PAIRS = 3;

/** Of all answers but the likeliest one: warmer than in a solve, so that mistakes show. */
const TEMPERATURE = 1;

const temperatureOf = (at: number): number => (at === 0 ? 0 : TEMPERATURE);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const place = { round: 0, plan: null, candidate: null };

/** One problem in the hands of student and teacher. */
class Correction {
  formatFailures = 0;
  private readonly task;
  private readonly options;
  private readonly by;

  constructor(
    private readonly item: StudioProblem,
    private readonly student: TeacherEngine,
    private readonly teacher: TeacherEngine,
    private readonly context: StudioContext,
    seed: number,
    name: string,
  ) {
    this.task = taskOf(openProblem(item.problem));
    this.options = { ...context.options, seed };
    this.by = { language: this.options.language, teacher: name };
  }

  /** The student plans from what the teacher recalls; what is wrong are the plans from which its coder cannot get there. */
  async plans(count: number): Promise<PreferencePair[]> {
    const { options, task, by, item } = this;
    const { signal } = this.context;
    const recall = { place: { ...place, role: 'retriever' as const }, input: { ...task, count: 1 } };
    const [recalled] = await answersTo(
      this.teacher,
      retriever,
      [{ ...recall, temperature: 0 }],
      options,
      signal,
    );
    const retrieval = recalled?.[0];
    if (!retrieval) return [];
    const input = { ...task, retrieval, language: options.language };
    const asked = (plan: number) => ({
      ...{ place: { ...place, role: 'planner' as const, plan }, input },
      temperature: temperatureOf(plan),
    });
    const [wanted] = await answersTo(this.teacher, planner, [asked(0)], options, signal);
    if (!wanted) return [];
    const plans = await answersTo(this.student, planner, upTo(count).map(asked), options, signal);
    const different = this.others(plans, wanted, writePlan);
    if (different.length === 0) return [];
    const doubted = [wanted, ...different];
    const [right, ...found] = await this.passing(await this.programs(doubted, () => 0));
    if (right !== true) return [];
    return different
      .filter((_, at) => found[at] === false)
      .map((plan) => pairOf(item.problem, planner, input, [wanted, plan], by));
  }

  /** The student writes programs from the statement alone; what is wrong are those that fail a test. */
  async direct(count: number): Promise<PreferencePair[]> {
    const { by, item } = this;
    const [wanted] = await this.programs([NO_PLAN], () => 0, this.teacher);
    if (!wanted) return [];
    const programs = await this.programs(
      upTo(count).map(() => NO_PLAN),
      temperatureOf,
    );
    const different = this.others(programs, wanted, (source) => source);
    if (different.length === 0) return [];
    const [right, ...found] = await this.passing([wanted, ...different]);
    if (right !== true) return [];
    const input = { ...this.task, plan: NO_PLAN, language: this.options.language };
    return different
      .filter((_, at) => found[at] === false)
      .map((source) => pairOf(item.problem, coder, input, [wanted, source], by));
  }

  private programs(
    plans: Plan[],
    temperature: (at: number) => number,
    engine = this.student,
  ): Promise<(string | null)[]> {
    const questions = plans.map((plan, at) => ({
      place: { ...place, role: 'coder' as const, plan: plan === NO_PLAN ? null : at, candidate: at },
      input: { ...this.task, plan, language: this.options.language },
      temperature: temperature(at),
    }));
    return answersTo(engine, coder, questions, this.options, this.context.signal);
  }

  /** The first readable answers that differ from the teacher's, each once. */
  private others<A>(answers: (A | null)[], wanted: A, text: (answer: A) => string): A[] {
    const readable = answers.filter((answer) => answer !== null);
    this.formatFailures += answers.length - readable.length;
    const different = new Map(readable.map((answer) => [text(answer), answer]));
    different.delete(text(wanted));
    return [...different.values()].slice(0, MOST_PAIRS);
  }

  /** Whether each program passes every test; null for none. */
  private passing(programs: (string | null)[]): Promise<(boolean | null)[]> {
    const { judge, signal } = this.context;
    const { problem } = this.item;
    return Promise.all(
      programs.map(async (source) => {
        if (source === null) return null;
        const submission = { language: this.options.language, source };
        return passesAll(problem, judge, submission, signal);
      }),
    );
  }
}

/**
 * The student answers as one role and another, `options.plans` times as planner and `options.direct` times as the coder that
 * has no plan. An answer from which no program comes that passes every test is the worse half of a pair, of which the
 * teacher's, which has to lead to one in the same hands, is the better. So it shows what a role gets wrong in its own words
 * wherever it is asked, which no trajectory that passes can.
 */
export function correct(
  problems: AsyncIterable<StudioProblem>,
  student: Teacher,
  teacher: Teacher,
  context: StudioContext,
  { from = 0, step = 1 }: Places = {},
): AsyncGenerator<Corrected> {
  const { plans, direct, seed: first } = context.options;
  return inOrder(problems, Math.min(student.atOnce, teacher.atOnce), async (item, i): Promise<Corrected> => {
    const index = from + step * i;
    const seed = first + index;
    const asked = metered(teacher);
    const key = { index, problem: item.problem.id, seed };
    const engines = [student.engineFor(item), asked.teacher.engineFor(item)] as const;
    const correction = new Correction(item, ...engines, context, seed, teacher.name);
    const drop = (cause: Extract<Corrected, { kept: false }>['cause']): Corrected => ({
      ...{ ...key, formatFailures: correction.formatFailures, spent: asked.spent() },
      ...{ kept: false, cause, detail: '' },
    });
    if (item.problem.interactor) return drop('the problem is interactive');
    const pairs = [
      ...(plans > 0 ? await correction.plans(plans) : []),
      ...(direct > 0 ? await correction.direct(direct) : []),
    ];
    if (pairs.length === 0) return drop('nothing is wrong');
    const { formatFailures } = correction;
    return { ...key, formatFailures, spent: asked.spent(), kept: true, rows: [], pairs };
  });
}
