import type { OpenProblem } from '../judge/problem.ts';
import type { Role } from '../llm/engine.ts';
import { type Answers, ask, type Question, type Timed } from './ask.ts';
import { OutOfTokens } from './budget.ts';
import { type Compared, carriedBecause, carryOver, codedIn } from './carry-over.ts';
import { type Election, elect, firstOf, isContested } from './cluster/elect.ts';
import type { Droppable } from './context-window.ts';
import type { LiveEvent, Place } from './events.ts';
import { failedIn, failureOf } from './failure.ts';
import { NO_PLAN, type Plan, type Retrieval } from './formats.ts';
import { Judging, judgedMeanwhile, type Tried } from './judging.ts';
import { languageName } from './languages.ts';
import { formFor, type RoleText } from './role.ts';
import { directCoders } from './roles/bare-coder.ts';
import type { CoderInput } from './roles/coder.ts';
import type { DebuggerInput } from './roles/debugger.ts';
import { generatorWriter } from './roles/generator.ts';
import { coder, debuggerRole, planner, readsTraces, retriever } from './roles/index.ts';
import type { SolveContext } from './solve.ts';
import { type Task, taskOf } from './task.ts';
import type { Trail } from './trail.ts';

type Out = Timed | LiveEvent;

const NOTHING: Retrieval = { similar: '', technique: '', tutorial: '' };

const place = (role: Role, round: number, plan: number | null = null, candidate: number | null = null) => ({
  ...{ role, round, plan, candidate },
});

/** Failing programs, the closest first, each text once and each debugged once. */
function worthMending(all: readonly Tried[], most: number): Tried[] {
  const mended = new Set(all.map(({ candidate }) => candidate.parent));
  const sources = new Set<string>();
  return [...all]
    .sort((p, q) => q.passed - p.passed || p.candidate.id - q.candidate.id)
    .filter(
      ({ candidate }) =>
        !mended.has(candidate.id) && !sources.has(candidate.source) && sources.add(candidate.source),
    )
    .slice(0, most);
}

/** The plans' numbers in the order in which they are tried: the surest first, where they say how sure they are. */
const byConfidence = (plans: (Plan | null)[]): number[] =>
  [...plans.keys()].sort((p, q) => sureness(plans[q]) - sureness(plans[p]) || p - q);

const sureness = (plan: Plan | null | undefined): number => plan?.confidence ?? 0;

/** One course through the roles: what its steps share, and the steps. */
class Course {
  readonly judging: Judging;
  private readonly task: Task;

  constructor(
    private readonly problem: OpenProblem,
    private readonly context: SolveContext,
    private readonly trail: Trail,
    /** Aborted by whoever stops the run, or when its time is over. */
    private readonly signal: AbortSignal,
  ) {
    this.task = taskOf(problem);
    this.judging = new Judging(problem, context.judge, trail, signal, context.now);
  }

  private put<I extends Droppable, A>(
    text: RoleText<I, A>,
    questions: Question<I>[],
    heard?: (question: number, answer: A) => void,
  ): AsyncGenerator<Out, Answers<A>> {
    const { engine, options } = this.context;
    return ask(engine, text, questions, options, this.signal, { trail: this.trail, ...(heard && { heard }) });
  }

  private warmth(sibling: number): number {
    return sibling === 0 ? 0 : this.context.options.temperature;
  }

  private get passing(): Tried[] {
    return this.judging.tried.filter(({ passed }) => passed === this.problem.samples.length);
  }

  /** Until a program passes every sample, or nothing more can be done. */
  async *run(): AsyncGenerator<Out> {
    const { rounds, plans: k, programsPerPlan: n, direct, without } = this.context.options;
    yield* this.explore(yield* this.retrieve());
    let next = k * n + direct;
    for (let round = 1; round <= rounds && !without.debugger && this.passing.length === 0; round++) {
      const failing = worthMending(this.judging.tried, k);
      if (failing.length === 0) return;
      yield* this.mend(failing, round, next);
      next += failing.length;
    }
  }

  /**
   * Plans and their programs, all in one batch each, then programs without a plan where none passes. An early stop has one
   * plan and one program of it first, and the others after those without a plan, which take less.
   */
  private async *explore(retrievals: Retrieval[]): AsyncGenerator<Out> {
    const { plans: k, earlyStop } = this.context.options;
    const first = earlyStop ? 1 : k;
    const planned = this.programs(yield* this.plan(retrievals, 0, first), 0);
    yield* this.write(earlyStop ? planned.splice(0, 1) : planned);
    if (this.passing.length > 0) return;
    yield* this.directly();
    if (!earlyStop || this.passing.length > 0) return;
    const others = yield* this.plan(retrievals, first, k);
    yield* this.write([...planned, ...this.programs(others, first)]);
  }

  /** Similar problems: what the archive has, and for the plans that are left what the model remembers. */
  private async *retrieve(): AsyncGenerator<Out, Retrieval[]> {
    const { archive, options } = this.context;
    const { plans: k } = options;
    let similar = this.trail.found?.similar;
    if (!similar && options.archive && archive) {
      similar = await archive.find(this.problem, k);
      this.signal.throwIfAborted();
      yield { body: { type: 'found', similar } };
    }
    const found = (similar ?? []).map(({ retrieval }) => retrieval);
    if (found.length >= k) return found;
    const input = { ...this.task, count: k - found.length };
    const [recalled] = yield* this.put(retriever, [{ place: place('retriever', 0), input, temperature: 0 }]);
    return [...found, ...(recalled ?? [])];
  }

  /** The plans of these numbers, the last one left out. */
  private async *plan(
    retrievals: Retrieval[],
    from: number,
    to: number,
  ): AsyncGenerator<Out, (Plan | null)[]> {
    const language = codedIn(this.context.options);
    const several = Math.max(1, retrievals.length);
    const questions = Array.from({ length: to - from }, (_, i) => ({
      place: place('planner', 0, from + i),
      input: { ...this.task, retrieval: retrievals[(from + i) % several] ?? NOTHING, language },
      // The best guess for each of the similar problems, and others for those that come again.
      temperature: this.warmth(Math.floor((from + i) / several)),
    }));
    return questions.length > 0 ? yield* this.put(planner, questions) : [];
  }

  /** The programs to be written for plans, the surest plan's first; the first plan's number is `from`. */
  private programs(plans: (Plan | null)[], from: number): Question<CoderInput>[] {
    const { programsPerPlan: n } = this.context.options;
    const language = codedIn(this.context.options);
    return byConfidence(plans).flatMap((at, rank) => {
      const plan = plans[at];
      if (!plan) return [];
      return Array.from({ length: n }, (_, j) => ({
        place: place('coder', 0, from + at, (from + rank) * n + j),
        input: { ...this.task, plan, language },
        temperature: this.warmth(j),
      }));
    });
  }

  /**
   * Programs without a plan, by turns the base's and the coder's, in the place of one plan more; their numbers come after the
   * planned ones'. An early stop has the coder's only where none of the base's passes.
   */
  private async *directly(): AsyncGenerator<Out> {
    const { engine, options } = this.context;
    const from = options.plans * options.programsPerPlan;
    const coders = directCoders(engine.info);
    const questions = Array.from({ length: options.direct }, (_, j) => ({
      place: place('coder', 0, options.plans, from + j),
      input: { ...this.task, plan: NO_PLAN, language: codedIn(options) },
      temperature: this.warmth(Math.floor(j / coders.length)),
    }));
    for (const [turn, text] of coders.entries()) {
      if (options.earlyStop && this.passing.length > 0) return;
      yield* this.write(
        questions.filter((_, j) => j % coders.length === turn),
        text,
      );
    }
  }

  /** Programs, judged as they come. */
  private async *write(questions: Question<CoderInput>[], text = coder): AsyncGenerator<Out> {
    if (questions.length === 0) return;
    const heard = (i: number, source: string) => {
      const { place: at, input } = questions[i]!;
      this.try(at, input.plan, source, null);
    };
    yield* judgedMeanwhile(this.put(text, questions, heard), this.judging);
  }

  private try({ plan, candidate, round }: Place, steps: Plan, source: string, parent: number | null): void {
    const language = codedIn(this.context.options);
    this.judging.add({ id: candidate!, plan: plan!, parent, round, language, source }, steps);
  }

  private async *mend(failing: readonly Tried[], round: number, next: number): AsyncGenerator<Out> {
    const language = codedIn(this.context.options);
    const questions: Question<DebuggerInput>[] = [];
    for (const [i, tried] of failing.entries()) {
      const { plan, candidate } = tried;
      const failure = await this.failure(tried);
      questions.push({
        place: place('debugger', round, candidate.plan, next + i),
        input: { ...this.task, plan, source: candidate.source, language, failure },
        temperature: this.warmth(i),
      });
    }
    yield* judgedMeanwhile(
      this.put(debuggerRole, questions, (i, { plan, source }) => {
        const { candidate, plan: before } = failing[i]!;
        this.try(questions[i]!.place, plan.steps.length > 0 ? plan : before, source, candidate.id);
      }),
      this.judging,
    );
  }

  private async failure({ candidate, tests }: Tried) {
    const { engine, options, trace } = this.context;
    const { samples } = this.problem;
    const failure = failureOf(samples, tests);
    const sample = samples.find(({ id }) => id === failedIn(tests).id);
    if (!options.trace || !trace || !sample || !readsTraces(engine.info)) return failure;
    const text = await trace(candidate, sample, this.signal);
    return text === '' ? failure : { ...failure, trace: text };
  }

  /** One of the programs that pass every sample; null where none does. */
  async *choose(inTime: boolean): AsyncGenerator<Out, Election | null> {
    const { passing, trail, problem, signal } = this;
    const { options, judge, now } = this.context;
    const chosen = passing.find(({ candidate }) => candidate.id === trail.chosen?.candidate);
    if (chosen) return { candidate: chosen.candidate, why: trail.chosen!.why };
    if (passing.length === 0) return null;
    if (!inTime || !options.cluster || !isContested(passing, problem)) return firstOf(passing);
    const generator = trail.clustered ? null : yield* this.generator(passing.at(-1)!.candidate.round);
    return yield* elect(passing, generator, { problem, judge, trail, seed: options.seed, signal, now });
  }

  /** The chosen program in the language that was asked for; null where none does the same. */
  async *carry({ candidate }: Election): AsyncGenerator<Out, Election | null> {
    const { problem, context, trail, judging, signal } = this;
    const accepted = judging.tried.find((tried) => tried.candidate.id === candidate.id)!;
    let last: Compared | null = null;
    const carrying = carryOver(accepted, { problem, context, trail, judging, signal });
    for (;;) {
      const next = await carrying.next();
      if (next.done) {
        const inputs = (trail.compared.get(next.value?.id ?? -1) ?? (last as Compared | null))?.inputs ?? 0;
        return next.value && { candidate: next.value, why: carriedBecause(candidate, inputs) };
      }
      if ('body' in next.value && next.value.body.type === 'compared') last = next.value.body;
      yield next.value;
    }
  }

  /** The model's own generator of inputs; null where its packs have learned no such thing, or nothing came. */
  private async *generator(round: number): AsyncGenerator<Out, string | null> {
    const { engine, options } = this.context;
    if (formFor(coder, engine.info) !== coder.instruct) return null;
    const input: CoderInput = { ...this.task, plan: NO_PLAN, language: codedIn(options) };
    try {
      const [source] = yield* this.put(generatorWriter, [
        { place: place('coder', round), input, temperature: 0 },
      ]);
      return source ?? null;
    } catch (error) {
      if (error instanceof OutOfTokens) return null;
      throw error;
    }
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** A solve from its first request to its grade; its events still without number and time. Aborts by throwing the signal's reason. */
export async function* course(
  problem: OpenProblem,
  context: SolveContext,
  trail: Trail,
): AsyncGenerator<Out> {
  const { options, signal } = context;
  const { ms } = options.budget;
  const time = new AbortController();
  const clock = ms === null ? null : setTimeout(() => time.abort(), Math.max(0, ms - trail.ms));
  const either = AbortSignal.any([signal, time.signal]);
  const steps = new Course(problem, context, trail, either);
  /** What cut the work short. */
  let short = '';
  const inBudget = async function* <T>(work: AsyncGenerator<Out, T>): AsyncGenerator<Out, T | undefined> {
    try {
      return yield* work;
    } catch (error) {
      const over = time.signal.aborted && !signal.aborted;
      if (!over && !(error instanceof OutOfTokens)) throw error;
      short = over ? ` The time budget of ${seconds(ms!)} is spent.` : ` ${(error as Error).message}`;
      return undefined;
    }
  };
  try {
    yield* inBudget(steps.run());
    yield* steps.judging.judged();
    const inTime = !time.signal.aborted;
    const elected = (yield* inBudget(steps.choose(inTime))) ?? (inTime ? yield* steps.choose(false) : null);
    const { via, language } = options;
    const carried = elected && via ? yield* inBudget(steps.carry(elected)) : elected;
    yield* steps.judging.judged();
    if (carried) yield* finish(carried, context, trail);
    else if (elected && via) {
      const passed = `Candidate ${elected.candidate.id} passes every sample in ${languageName(via)}`;
      const message = `${passed}, but no program in ${languageName(language)} does the same.${short}`;
      yield { body: { type: 'ended', how: 'gave up', message } };
    } else {
      const tried = steps.judging.tried.length;
      const message = `None of ${tried} programs passed every sample.${short}`;
      yield { body: { type: 'ended', how: 'gave up', message } };
    }
  } finally {
    if (clock !== null) clearTimeout(clock);
    time.abort();
  }
}

async function* finish(
  { candidate, why }: Election,
  { now, grade, signal }: SolveContext,
  trail: Trail,
): AsyncGenerator<Timed> {
  const { id } = candidate;
  if (!trail.chosen) yield { body: { type: 'chosen', candidate: id, why } };
  if (!trail.graded) {
    const from = now();
    const { verdict, tests } = await grade(candidate, signal);
    signal.throwIfAborted();
    yield { body: { type: 'graded', candidate: id, verdict, tests }, ms: now() - from };
  }
  yield { body: { type: 'ended', how: 'solved', message: `Candidate ${id} passes every sample.` } };
}
