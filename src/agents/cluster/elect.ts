import type { Judge } from '../../judge/judge.ts';
import { type OpenProblem, PROGRAM_CHECKER } from '../../judge/problem.ts';
import type { Timed } from '../ask.ts';
import type { Candidate, Clustering } from '../events.ts';
import { hashText } from '../hash.ts';
import type { Tried } from '../judging.ts';
import type { Trail } from '../trail.ts';
import { clustered, type Outputs, outputsOf, widest } from './behaviour.ts';
import { likeSamples } from './inputs.ts';

/** Inputs made from the samples. */
const CHANGED = 24;
/** Inputs that the model's generator makes. */
const GENERATED = 8;
/** A longer output was cut and is no whole input. Characters. */
const LONGEST_INPUT = 4000;

/** What an election is held with. */
export interface Polling {
  problem: OpenProblem;
  judge: Judge;
  trail: Trail;
  seed: number;
  signal: AbortSignal;
  now(): number;
}

export interface Election {
  candidate: Candidate;
  why: string;
}

const FIRST = 'first in candidate order that passes every sample';

/** Whether outputs can be compared at all, and there is something to compare. */
export const isContested = (passing: readonly Tried[], { checker, interactor }: OpenProblem): boolean =>
  new Set(passing.map(({ candidate }) => candidate.source)).size > 1 &&
  !interactor &&
  checker.id !== PROGRAM_CHECKER;

export const firstOf = (passing: readonly Tried[]): Election => ({
  candidate: passing[0]!.candidate,
  why: FIRST,
});

/**
 * Of programs that pass every sample the one whose outputs on generated inputs the others share most; ties by candidate
 * order. Each candidate has a voice, also where it is the same program as another. `generator` is one of the model's
 * own, if it wrote one. After AlphaCode (Li et al., 2022) and MBR-Exec (Shi et al., 2022).
 */
export async function* elect(
  passing: readonly Tried[],
  generator: string | null,
  polling: Polling,
): AsyncGenerator<Timed, Election> {
  const clustering = polling.trail.clustered ?? (yield* poll(passing, generator, polling));
  if (clustering.inputs === 0) return firstOf(passing);
  const { candidates, shared } = widest(clustering);
  const { candidate } = passing.find(({ candidate: { id } }) => id === candidates[0])!;
  const why = `agrees most with the other ${passing.length - 1} that pass every sample: on ${clustering.inputs} generated inputs in ${Math.round(100 * shared)} % of outputs`;
  return { candidate, why };
}

async function* poll(
  passing: readonly Tried[],
  generator: string | null,
  { problem, judge, seed, signal, now }: Polling,
): AsyncGenerator<Timed, Clustering> {
  const from = now();
  const samples = problem.samples.map(({ input }) => input);
  const changed = likeSamples(samples, problem.io, CHANGED, hashText(`inputs ${seed}`));
  const { language } = passing[0]!.candidate;
  const seeds = Array.from({ length: GENERATED }, (_, i) => `${i + 1}\n`);
  const plain = { io: { kind: 'stdin' }, limits: problem.limits } as const;
  const generated =
    generator === null ? [] : await outputsOf({ language, source: generator }, seeds, plain, judge, signal);
  const usable = generated.filter(
    (input): input is string => input !== null && input.trim() !== '' && input.length <= LONGEST_INPUT,
  );
  const inputs = [...new Set([...changed, ...usable])];
  const known = new Map<string, Outputs>();
  for (const { candidate } of passing)
    if (!known.has(candidate.source))
      known.set(candidate.source, await outputsOf(candidate, inputs, problem, judge, signal));
  signal.throwIfAborted();
  const voters = passing.map(({ candidate: { id, source } }) => ({
    candidate: id,
    outputs: known.get(source)!,
  }));
  const clustering = clustered(voters, problem.checker);
  yield { body: { type: 'clustered', ...clustering }, ms: now() - from };
  return clustering;
}
