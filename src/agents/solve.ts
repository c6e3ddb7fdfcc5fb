import type { Grade } from '../judge/grade.ts';
import type { Judge, Submission } from '../judge/judge.ts';
import type { OpenProblem, Test } from '../judge/problem.ts';
import type { Engine } from '../llm/engine.ts';
import type { Archive } from './archive/archive.ts';
import type { Timed } from './ask.ts';
import { codedIn } from './carry-over.ts';
import { course } from './course.ts';
import type { Candidate, LiveEvent, SolveEvent, SolveEventBody, SolveOptions } from './events.ts';
import { languageName, TAUGHT_LANGUAGES } from './languages.ts';
import { knowsPrompt, PROMPT_HASHES } from './roles/index.ts';
import { canContinue, Trail } from './trail.ts';

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
  /** The stored events of the run, in order, where it is continued; the options are those that it began with. */
  before?: readonly SolveEvent[];
  /** Solved problems, which the retriever looks through first. */
  archive?: Archive;
  /** How a candidate's variables change on a sample that it fails, for the debugger; empty where that cannot be said. */
  trace?(candidate: Candidate, test: Test, signal: AbortSignal): Promise<string>;
}

/** A problem or model that cannot be solved with, or a run that cannot go on; the message says what to do. */
export class SolveError extends Error {
  override readonly name = 'SolveError';
}

/** Refuses what cannot go well, before anything is asked. */
function check(problem: OpenProblem, { engine, options }: SolveContext): void {
  if (problem.statement.trim() === '')
    throw new SolveError('This problem has no statement yet. Paste its statement, then solve.');
  if (problem.samples.length === 0)
    throw new SolveError('This problem has no sample test. Add one, so that programs can be told apart.');
  // A pack that was trained on no prompt of ours is asked as a model without one is.
  const trained = engine.info.packs.filter(({ promptHash }) => promptHash !== '');
  const tuned = trained.find(({ role }) => role === 'coder');
  const coded = codedIn(options);
  const taught = tuned?.languages ?? TAUGHT_LANGUAGES;
  if (tuned && !taught.includes(coded)) {
    const known = taught.map(languageName).join(', ');
    const carry = options.via ? '' : `, or write it via ${languageName(taught[0]!)}`;
    throw new SolveError(
      `This model's packs write ${known} alone, not ${languageName(coded)}. Choose ${known}${carry}.`,
    );
  }
  if (options.via === options.language)
    throw new SolveError(
      `A program in ${languageName(coded)} needs no carrying over to ${languageName(coded)}.`,
    );
  for (const pack of trained)
    if (!knowsPrompt(pack.role, pack.promptHash) && !options.without.pack.includes(pack.role))
      throw new SolveError(
        `The ${pack.role}'s pack was trained on another prompt (${pack.promptHash}, here ${PROMPT_HASHES[pack.role]}). Install a pack made for this version.`,
      );
}

/** Numbers and times events. */
function recorder({ run, now }: SolveContext, from: number) {
  let seq = from;
  return ({ body, ...measured }: Timed): SolveEvent => ({
    ...{ run, seq: seq++, v: 1 },
    measured: { at: now(), ...measured },
    ...body,
  });
}

/** Why a run cannot be continued with this engine, or null. */
function refusal(before: readonly SolveEvent[], trail: Trail, { engine }: SolveContext): string | null {
  if (before.length === 0) return null;
  if (!canContinue(before)) return 'This run has come to its end; make it again instead.';
  const mismatch = trail.mismatch(engine.info);
  return mismatch && `This run cannot go on here: ${mismatch}. Load what it began with.`;
}

/**
 * Solves a problem: one retrieval; k plans sampled together; n programs a plan, judged on the samples while others are
 * written; where none passes, some from the statement alone; the failing ones that came closest mended together, at most
 * t rounds. At the end of a round one of those that pass every sample is chosen and graded. Always ends with `ended`; an
 * abort ends it as stopped, an error as failed. With `before` it goes on where it was: what was answered and judged stays,
 * and only new events are given; throws `SolveError`, before any, where it cannot. MapCoder's loop (Islam et al., ACL
 * 2024), batched.
 */
export async function* solve(
  problem: OpenProblem,
  context: SolveContext,
): AsyncGenerator<SolveEvent | LiveEvent> {
  const { engine, options, signal, before = [] } = context;
  const { model, baseHash, packs, executor, kernels } = engine.info;
  const trail = new Trail(before, options.budget.tokens);
  const refused = refusal(before, trail, context);
  if (refused) throw new SolveError(refused);
  const record = recorder(context, trail.next);
  const from = context.now();
  const ended = (body: Extract<SolveEventBody, { type: 'ended' }>) =>
    record({ body, ms: trail.ms + context.now() - from });
  if (trail.started) yield record({ body: { type: 'continued' } });
  else
    yield record({
      body: {
        type: 'started',
        problem: problem.id,
        revision: problem.revision,
        title: problem.title,
        options,
        seed: options.seed,
        model,
        ...(baseHash && { base: baseHash }),
        packs,
        executor,
        kernels,
      },
    });
  try {
    check(problem, context);
    for await (const out of course(problem, context, trail)) {
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
