import { answersTo, type Question } from '../../agents/ask.ts';
import type { Droppable } from '../../agents/context-window.ts';
import type { SolveOptions } from '../../agents/events.ts';
import { failureOf } from '../../agents/failure.ts';
import { type Mend, NO_PLAN, type Plan, type Retrieval, writePlan } from '../../agents/formats.ts';
import { DEFAULT_OPTIONS } from '../../agents/options.ts';
import type { RoleText } from '../../agents/role.ts';
import type { Failure } from '../../agents/roles/debugger.ts';
import { type Task, taskOf } from '../../agents/task.ts';
import { gradeTask } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { openProblem, type Problem, rulesOf, type Test } from '../../judge/problem.ts';
import { type Asked, Budget } from './budget.ts';
import type { RoleTexts } from './shots.ts';

/** One way to get from a statement to a program. */
export interface Method {
  /** The roles' texts; null asks for programs from the statement alone. */
  texts: RoleTexts | null;
  /** Who writes those, by turns. */
  writers: readonly RoleTexts['coder'][];
  /** How many of them, after each plan whose program fails a sample. */
  direct: number;
  /** How many plans are tried before the program that came closest is mended. */
  plans: number;
  /** Times that the debugger mends one program at most; 0 leaves it out. */
  rounds: number;
}

/** What became of one problem. */
export interface Examined {
  /** Whether the program that was chosen passes every hidden test: pass@1. */
  solved: boolean;
  /** Whether the very first program does, before any test was run and anything mended. */
  first: boolean;
  answers: number;
  /** Answers that could not be read; those that the budget cut are not counted. */
  unreadable: number;
  /** Of all answers. */
  tokens: number;
  /** Which program was chosen, from 0 on; null where none passes the samples. */
  chosen: number | null;
}

export interface ExamineContext {
  engine: Asked;
  judge: Judge;
  /** Tokens of answers a problem. */
  tokens: number;
  seed: number;
  temperature: number;
  language: string;
  signal: AbortSignal;
}

/** A program that fails a sample, and how many it passes. */
interface Failing {
  source: string;
  plan: Plan;
  passed: number;
  failure: Failure;
}

const NOTHING = { similar: '', technique: '', tutorial: '' };

/**
 * Examines a method on a problem within a budget of tokens, the same for all methods: attempts one after the other, the
 * first with the likeliest tokens, and mends after every few of them, until a program passes every sample or the budget is
 * spent. That program is graded.
 */
export async function examine(problem: Problem, method: Method, context: ExamineContext): Promise<Examined> {
  const { judge, language, signal } = context;
  const budget = new Budget(context.tokens);
  const engine = budget.limit(context.engine);
  const open = openProblem(problem);
  const task: Task = taskOf(open);
  const options: SolveOptions = {
    ...DEFAULT_OPTIONS,
    ...{ language, seed: context.seed, temperature: context.temperature },
  };
  const hidden = problem.tests.filter(({ origin }) => origin !== 'sample');
  const judged = (source: string, tests: Test[]) =>
    gradeTask(
      judge,
      { submission: { language, source }, tests, ...rulesOf(open), stopAtFailure: true },
      signal,
    );
  const grade = async (source: string) => (await judged(source, hidden)).verdict === 'AC';
  let recalled: Promise<Retrieval[] | null> | null = null;
  const tried = new Set<string>();
  let programs = 0;
  let first: string | null = null;
  let chosen: { at: number; source: string } | null = null;

  async function put<I extends Droppable, A>(
    text: RoleText<I, A>,
    input: I,
    { attempt, round = 0, candidate = null }: { attempt: number; round?: number; candidate?: number | null },
    likeliest = attempt === 0,
  ): Promise<A | null> {
    if (budget.over) return null;
    const whole = budget.left >= text.maxTokens;
    const place = { role: text.role, round, plan: attempt, candidate };
    const question: Question<I> = { place, input, temperature: likeliest ? 0 : context.temperature };
    const [answer = null] = await answersTo(engine, text, [question], options, signal);
    if (whole || answer !== null) budget.answers++;
    if (whole && answer === null) budget.unreadable++;
    return answer;
  }

  async function test(source: string, plan: Plan): Promise<Failing | null> {
    first ??= source;
    const at = programs++;
    const { tests, verdict } = await judged(source, open.samples);
    if (verdict === 'AC') chosen = { at, source };
    const passed = tests.filter((test) => test.verdict === 'AC').length;
    return verdict === 'AC' ? null : { source, plan, passed, failure: failureOf(open.samples, tests) };
  }

  /** The plan of an attempt; null where there is none to follow. */
  async function planOf(texts: RoleTexts, attempt: number): Promise<Plan | null> {
    recalled ??= put(texts.retriever, { ...task, count: 1 }, { attempt });
    const retrieval = (await recalled)?.[0] ?? NOTHING;
    const plan = await put(texts.planner, { ...task, retrieval, language }, { attempt });
    const steps = plan && writePlan(plan);
    if (steps === null || tried.has(steps)) return null;
    tried.add(steps);
    return plan;
  }

  /** What failed since the debugger was asked last. */
  let failing: Failing[] = [];

  /** From the statement to programs, with a plan and without. */
  async function attempt(number: number): Promise<void> {
    const { texts, writers } = method;
    const write = async (text: RoleTexts['coder'], plan: Plan, candidate: number | null = null) => {
      // Of attempts with plans, these differ, and a plan's program is the likeliest one; without, the programs differ.
      const likeliest = plan.steps.length > 0 || (number === 0 && (candidate ?? 0) < writers.length);
      const at = { attempt: number, candidate };
      const source = await put(text, { ...task, plan, language }, at, likeliest);
      // What was written before fails as it did before.
      if (source === null || (texts && tried.has(source))) return;
      tried.add(source);
      const failed = await test(source, plan);
      if (failed) failing.push(failed);
    };
    const plan = texts && (await planOf(texts, number));
    if (texts && plan) await write(texts.coder, plan);
    for (let i = 0; i < (texts ? method.direct : 1) && chosen === null; i++)
      await write(writers[i % writers.length]!, NO_PLAN, texts ? i : null);
  }

  /** Mends of the program that came closest. */
  async function mend(texts: RoleTexts, number: number): Promise<void> {
    let [closest] = failing.sort((p, q) => q.passed - p.passed);
    failing = [];
    for (let round = 1; closest && chosen === null && round <= method.rounds; round++) {
      const { passed: _, ...shown } = closest;
      const answer: Mend | null = await put(
        texts.debugger,
        { ...task, ...shown, language },
        { attempt: number, round },
        number < method.plans,
      );
      // The same program again will not be mended by asking once more.
      if (!answer || answer.source === closest.source) return;
      const mended = await test(answer.source, answer.plan.steps.length > 0 ? answer.plan : closest.plan);
      if (mended === null) return;
      closest = mended;
    }
  }

  for (let number = 0; chosen === null && !budget.over; number++) {
    const before = budget.spent;
    await attempt(number);
    if (method.texts && (number + 1) % method.plans === 0) await mend(method.texts, number);
    // A model that refuses every request would be asked for ever.
    if (budget.spent === before) break;
  }
  signal.throwIfAborted();
  const found = chosen as { at: number; source: string } | null;
  const solved = found !== null && (await grade(found.source));
  return {
    solved,
    first: first !== null && (found?.source === first ? solved : await grade(first)),
    ...{ answers: budget.answers, unreadable: budget.unreadable, tokens: budget.spent },
    chosen: found?.at ?? null,
  };
}
