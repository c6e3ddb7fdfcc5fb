import { checkOutput } from '../judge/checkers/index.ts';
import { type OpenProblem, PROGRAM_CHECKER } from '../judge/problem.ts';
import { ask, type Question, type Timed } from './ask.ts';
import { type Outputs, outputsOf } from './cluster/behaviour.ts';
import { likeSamples } from './cluster/inputs.ts';
import { keepsForm } from './cluster/relations.ts';
import type { Candidate, LiveEvent, Place, SolveEventBody, SolveOptions } from './events.ts';
import { failureOf } from './failure.ts';
import { hashText } from './hash.ts';
import { type Judging, judgedMeanwhile, type Tried } from './judging.ts';
import { languageName } from './languages.ts';
import { type CarrierInput, carrier } from './roles/carrier.ts';
import { type DebuggerInput, debuggerRole, type Failure } from './roles/debugger.ts';
import type { SolveContext } from './solve.ts';
import { taskOf } from './task.ts';
import type { Trail } from './trail.ts';

/** Inputs made from the samples, on which both programs are run. */
const INPUTS = 24;

export type Compared = Extract<SolveEventBody, { type: 'compared' }>;
type Out = Timed | LiveEvent;

/** What carrying a program over takes of the run that it belongs to. */
export interface Carrying {
  problem: OpenProblem;
  context: SolveContext;
  trail: Trail;
  judging: Judging;
  signal: AbortSignal;
}

/** A carried program, and how it differs from the one that it was carried over from; null where it does not. */
interface Carried {
  tried: Tried;
  failure: Failure | null;
}

const isPassing = ({ passed, tests }: Tried): boolean => passed === tests.length;

/** The language that candidates are written in: the one that the answer is carried over from, or the answer's own. */
export const codedIn = ({ language, via }: Pick<SolveOptions, 'language' | 'via'>): string => via ?? language;

/**
 * Carries an accepted program over to the language that was asked for, and proves it by running both, on the samples and
 * on generated inputs. Where they differ the debugger is told both outputs, as often as programs are mended. Null where
 * none of the carried programs does the same.
 */
export async function* carryOver(accepted: Tried, carrying: Carrying): AsyncGenerator<Out, Candidate | null> {
  const { context, judging, problem, signal, trail } = carrying;
  const { engine, options } = context;
  const { language, programsPerPlan: n, rounds, temperature } = options;
  const from = accepted.candidate;
  const task = taskOf(problem);
  const sameAs = comparing(accepted, carrying);
  let next = Math.max(...judging.tried.map(({ candidate }) => candidate.id)) + 1;
  const place = (role: Place['role'], round: number, candidate: number): Place => ({
    ...{ role, round, candidate, plan: from.plan },
  });
  const add = ({ round, candidate }: Place, source: string, parent: number, plan: Tried['plan']) =>
    judging.add({ id: candidate!, plan: from.plan, parent, round, language, source }, plan);
  const triedFrom = (id: number) => judging.tried.filter(({ candidate }) => candidate.id >= id);

  const questions = Array.from(
    { length: n },
    (_, i): Question<CarrierInput> => ({
      place: place('coder', from.round + 1, next + i),
      input: { ...task, source: from.source, from: from.language, language },
      temperature: i === 0 ? 0 : temperature,
    }),
  );
  const heard = (i: number, source: string) => add(questions[i]!.place, source, from.id, accepted.plan);
  yield* judgedMeanwhile(ask(engine, carrier, questions, options, signal, { trail, heard }), judging);
  let batch = yield* proven(triedFrom(next), sameAs, problem);
  next += n;

  for (let round = 1; ; round++) {
    const same = batch.find(({ failure }) => failure === null);
    if (same) return same.tried.candidate;
    if (options.without.debugger || round > rounds || batch.length === 0) return null;
    const failing = [...batch].sort((p, q) => q.tried.passed - p.tried.passed).slice(0, n);
    const mends = failing.map(
      ({ tried: { candidate, plan }, failure }, i): Question<DebuggerInput> => ({
        place: place('debugger', from.round + 1 + round, next + i),
        input: { ...task, plan, source: candidate.source, language, failure: failure! },
        temperature: i === 0 ? 0 : temperature,
      }),
    );
    const asking = ask(engine, debuggerRole, mends, options, signal, {
      trail,
      heard: (i, { plan, source }) => {
        const { candidate, plan: before } = failing[i]!.tried;
        add(mends[i]!.place, source, candidate.id, plan.steps.length > 0 ? plan : before);
      },
    });
    yield* judgedMeanwhile(asking, judging);
    batch = yield* proven(triedFrom(next), sameAs, problem);
    next += failing.length;
  }
}

type Comparison = (tried: Tried) => AsyncGenerator<Out, Compared['difference']>;

/** Each program with what it fails: a sample, or an input on which it does not print the same. */
async function* proven(
  all: readonly Tried[],
  sameAs: Comparison,
  { samples }: OpenProblem,
): AsyncGenerator<Out, Carried[]> {
  const seen = new Set<string>();
  const carried: Carried[] = [];
  for (const tried of all) {
    if (seen.has(tried.candidate.source)) continue;
    seen.add(tried.candidate.source);
    if (!isPassing(tried)) {
      carried.push({ tried, failure: failureOf(samples, tried.tests) });
      continue;
    }
    const difference = yield* sameAs(tried);
    carried.push({ tried, failure: difference && { ...difference, error: '' } });
    if (!difference) break;
  }
  return carried;
}

/** Runs programs beside the accepted one, whose outputs are taken once. What a run before found stays found. */
function comparing({ candidate: from }: Tried, { context, problem, signal, trail }: Carrying): Comparison {
  const { judge, now, options } = context;
  const { checker, interactor, io, samples } = problem;
  const comparable = !interactor && checker.id !== PROGRAM_CHECKER;
  const examples = samples.map(({ input }) => input);
  const keeps = io.kind === 'call' ? () => true : keepsForm(examples);
  // One that leaves the problem's form would tell languages apart, not programs.
  const inputs = comparable
    ? likeSamples(examples, io, 2 * INPUTS, hashText(`carry over ${options.seed}`))
        .filter(keeps)
        .slice(0, INPUTS)
    : [];
  let wanted: Outputs | null = null;
  return async function* compare({ candidate }) {
    const before = trail.compared.get(candidate.id);
    if (before) return before.difference;
    const began = now();
    wanted ??= await outputsOf(from, inputs, problem, judge, signal);
    const outputs = await outputsOf(candidate, inputs, problem, judge, signal);
    signal.throwIfAborted();
    // Nobody knows whether a generated input is valid: one on which the accepted program stops says nothing.
    const counting = inputs.flatMap((_, i) => (wanted![i] === null ? [] : [i]));
    const at = counting.find(
      (i) => outputs[i] === null || checkOutput(outputs[i]!, [wanted![i]!], checker).verdict !== 'AC',
    );
    const difference =
      at === undefined
        ? null
        : { input: inputs[at]!, expected: wanted![at]!, actual: outputs[at] ?? 'The program stops.' };
    const body: Compared = {
      ...{ type: 'compared', candidate: candidate.id, with: from.id, inputs: counting.length, difference },
    };
    yield { body, ms: now() - began };
    return difference;
  };
}

/** Why a carried program was chosen. */
export function carriedBecause({ language }: Candidate, inputs: number): string {
  const proof = inputs > 0 ? ` and ${inputs} generated inputs` : '';
  return `carried over from ${languageName(language)}: does the same on every sample${proof}`;
}
