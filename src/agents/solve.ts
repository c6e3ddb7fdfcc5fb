import { type Grade, gradeTask } from '../judge/grade.ts';
import type { Judge, Submission } from '../judge/judge.ts';
import { type OpenProblem, rulesOf, type Test } from '../judge/problem.ts';
import type { Said, TestResult } from '../judge/verdict.ts';
import type { Engine, Role } from '../llm/engine.ts';
import { type Answers, ask, type Question, type Timed } from './ask.ts';
import type { Droppable } from './context-window.ts';
import type { Candidate, LiveEvent, SolveEvent, SolveEventBody, SolveOptions } from './events.ts';
import type { Plan, Retrieval } from './formats.ts';
import { languageName, TAUGHT_LANGUAGES } from './languages.ts';
import type { RoleText } from './role.ts';
import type { Failure } from './roles/debugger.ts';
import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from './roles/index.ts';
import { taskOf } from './task.ts';

export interface SolveContext {
  engine: Pick<Engine, 'info' | 'countTokens' | 'submit'>;
  judge: Judge;
  /** Runs the hidden tests; called once, for the program that was chosen. */
  grade(submission: Submission, signal: AbortSignal): Promise<Grade>;
  options: SolveOptions;
  /** The run's name; part of every event's key. */
  run: string;
  signal: AbortSignal;
  /** Milliseconds since 1970, for `measured`. */
  now(): number;
}

/** A problem or model that cannot be solved with; the message says what to do. */
export class SolveError extends Error {
  override readonly name = 'SolveError';
}

/** A candidate with what the samples said of it and the plan that it follows. */
interface Judged {
  candidate: Candidate;
  plan: Plan;
  tests: TestResult[];
  passed: number;
}

const NOTHING: Retrieval = { similar: '', technique: '', tutorial: '' };

/** Refuses what cannot go well, before anything is asked. */
function check(problem: OpenProblem, { engine, options }: SolveContext): void {
  if (problem.statement.trim() === '')
    throw new SolveError('This problem has no statement yet. Paste its statement, then solve.');
  if (problem.samples.length === 0)
    throw new SolveError('This problem has no sample test. Add one, so that programs can be told apart.');
  // A pack that was trained on no prompt of ours is asked as a model without one is.
  const trained = engine.info.packs.filter(({ promptHash }) => promptHash !== '');
  const tuned = trained.some(({ role }) => role === 'coder');
  if (tuned && !TAUGHT_LANGUAGES.includes(options.language)) {
    const known = TAUGHT_LANGUAGES.map(languageName).join(', ');
    throw new SolveError(
      `This model's packs write ${known} alone, not ${languageName(options.language)}. Choose ${known}.`,
    );
  }
  for (const pack of trained)
    if (pack.promptHash !== PROMPT_HASHES[pack.role] && !options.without.pack.includes(pack.role))
      throw new SolveError(
        `The ${pack.role}'s pack was trained on another prompt (${pack.promptHash}, here ${PROMPT_HASHES[pack.role]}). Install a pack made for this version.`,
      );
}

/** Numbers and times events. */
function recorder({ run, now }: SolveContext) {
  let seq = 0;
  return ({ body, ms }: Timed): SolveEvent => ({
    run,
    seq: seq++,
    v: 1,
    measured: { at: now(), ...(ms !== undefined && { ms }) },
    ...body,
  });
}

type Out = Timed | LiveEvent;

/** Judges candidates on the samples, in order; an identical program is run once. */
async function* judgeAll(
  problem: OpenProblem,
  context: SolveContext,
  candidates: { candidate: Candidate; plan: Plan }[],
  known: Map<string, TestResult[]>,
): AsyncGenerator<Out, Judged[]> {
  const judged: Judged[] = [];
  for (const { candidate, plan } of candidates) {
    let tests = known.get(candidate.source);
    const from = context.now();
    if (!tests) {
      const task = { submission: candidate, tests: problem.samples, ...rulesOf(problem) };
      ({ tests } = await gradeTask(context.judge, task, context.signal));
      context.signal.throwIfAborted();
      known.set(candidate.source, tests);
    }
    yield { body: { type: 'judged', candidate, tests }, ms: context.now() - from };
    judged.push({ candidate, plan, tests, passed: tests.filter(({ verdict }) => verdict === 'AC').length });
  }
  return judged;
}

/** What the debugger is told: the first sample that failed. */
export function failureOf(samples: readonly Test[], tests: readonly TestResult[]): Failure {
  const failed = tests.find(({ verdict }) => verdict !== 'AC')!;
  if (failed.transcript) return failureInTalk(failed.detail, failed.transcript);
  const sample = samples.find(({ id }) => id === failed.id)!;
  const error =
    failed.verdict === 'WA' || failed.verdict === 'PE' ? '' : lastLine(failed.stderr) || failed.detail;
  return { input: sample.input, expected: sample.answers[0]!, actual: failed.stdout, error };
}

/** A conversation has no answer to compare with: both sides are told, and why it ended. */
function failureInTalk(detail: string, transcript: Said[]): Failure {
  const saidBy = (side: Said['from']) =>
    transcript.flatMap(({ from, text }) => (from === side ? text : [])).join('');
  return {
    input: saidBy('interactor'),
    expected: 'a conversation that the judge program accepts',
    actual: saidBy('submission'),
    error: detail,
  };
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';

/** Failing programs, the closest first, each text once and each debugged once. */
function worthMending(all: Judged[], most: number): Judged[] {
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

/** The loop itself; its events still without number and time. Aborts by throwing the signal's reason. */
async function* loop(problem: OpenProblem, context: SolveContext): AsyncGenerator<Out> {
  const { engine, options, signal } = context;
  const task = taskOf(problem);
  const { language, plans: k, programsPerPlan: n } = options;
  const put = <I extends Droppable, A>(
    text: RoleText<I, A>,
    questions: Question<I>[],
  ): AsyncGenerator<Out, Answers<A>> => ask(engine, text, questions, options, signal);
  const place = (role: Role, round: number, plan: number | null = null, candidate: number | null = null) => ({
    role,
    round,
    plan,
    candidate,
  });
  const warmth = (sibling: number) => (sibling === 0 ? 0 : options.temperature);

  const [recalled] = yield* put(retriever, [
    { place: place('retriever', 0), input: { ...task, count: k }, temperature: 0 },
  ]);

  const planQuestions = Array.from({ length: k }, (_, plan) => ({
    place: place('planner', 0, plan),
    input: { ...task, retrieval: recalled?.[plan % recalled.length] ?? NOTHING, language },
    temperature: warmth(plan),
  }));
  const plans = yield* put(planner, planQuestions);

  const codeQuestions = byConfidence(plans).flatMap((p, rank) => {
    const plan = plans[p];
    return plan
      ? Array.from({ length: n }, (_, j) => ({
          place: place('coder', 0, p, rank * n + j),
          input: { ...task, plan, language },
          temperature: warmth(j),
        }))
      : [];
  });
  const sources = codeQuestions.length > 0 ? yield* put(coder, codeQuestions) : [];
  let batch = codeQuestions.flatMap(({ place: { plan, candidate: id }, input }, i) => {
    const source = sources[i];
    return source
      ? [
          {
            candidate: { id: id!, plan: plan!, parent: null, round: 0, language, source } as Candidate,
            plan: input.plan,
          },
        ]
      : [];
  });

  const known = new Map<string, TestResult[]>();
  const all: Judged[] = [];
  let next = k * n;
  for (let round = 0; ; ) {
    all.push(...(yield* judgeAll(problem, context, batch, known)));
    const accepted = all.find(({ passed }) => passed === problem.samples.length);
    if (accepted) {
      yield* finish(accepted.candidate, context);
      return;
    }
    const failing = options.without.debugger || round === options.rounds ? [] : worthMending(all, k);
    if (failing.length === 0) break;
    round++;
    const questions = failing.map((judged, i) => ({
      place: place('debugger', round, judged.candidate.plan, next + i),
      input: {
        ...task,
        plan: judged.plan,
        source: judged.candidate.source,
        language,
        failure: failureOf(problem.samples, judged.tests),
      },
      temperature: warmth(i),
    }));
    const mends = yield* put(debuggerRole, questions);
    batch = failing.flatMap(({ candidate, plan }, i) => {
      const mend = mends[i];
      if (!mend) return [];
      const steps = mend.plan.steps.length > 0 ? mend.plan : plan;
      return [
        {
          candidate: {
            id: next + i,
            plan: candidate.plan,
            parent: candidate.id,
            round,
            language,
            source: mend.source,
          },
          plan: steps,
        },
      ];
    });
    next += failing.length;
  }
  yield {
    body: { type: 'ended', how: 'gave up', message: `None of ${all.length} programs passed every sample.` },
  };
}

async function* finish(candidate: Candidate, context: SolveContext): AsyncGenerator<Timed> {
  yield {
    body: {
      type: 'chosen',
      candidate: candidate.id,
      why: 'first in candidate order that passes every sample',
    },
  };
  const from = context.now();
  const { verdict, tests } = await context.grade(candidate, context.signal);
  context.signal.throwIfAborted();
  yield { body: { type: 'graded', candidate: candidate.id, verdict, tests }, ms: context.now() - from };
  yield { body: { type: 'ended', how: 'solved', message: `Candidate ${candidate.id} passes every sample.` } };
}

/**
 * Solves a problem: one retrieval; k plans sampled together; n programs a plan; judged on the samples; the failing
 * ones that came closest mended together, at most t rounds. The first program in candidate order that passes
 * every sample wins and is graded. Always ends with `ended`; an abort ends it as stopped, an error as failed.
 * MapCoder's loop (Islam et al., ACL 2024), batched.
 */
export async function* solve(
  problem: OpenProblem,
  context: SolveContext,
): AsyncGenerator<SolveEvent | LiveEvent> {
  const { engine, options, signal } = context;
  const { model, packs, executor, kernels } = engine.info;
  const record = recorder(context);
  const from = context.now();
  const ended = (body: Extract<SolveEventBody, { type: 'ended' }>) =>
    record({ body, ms: context.now() - from });
  yield record({
    body: {
      type: 'started',
      problem: problem.id,
      revision: problem.revision,
      title: problem.title,
      options,
      seed: options.seed,
      model,
      packs,
      executor,
      kernels,
    },
  });
  try {
    check(problem, context);
    for await (const out of loop(problem, context)) {
      if ('live' in out) yield out;
      else yield out.body.type === 'ended' ? ended(out.body) : record(out);
    }
  } catch (error) {
    if (signal.aborted) yield ended({ type: 'ended', how: 'stopped', message: 'Stopped.' });
    else
      yield ended({
        type: 'ended',
        how: 'failed',
        message: error instanceof Error ? error.message : String(error),
      });
  }
}
