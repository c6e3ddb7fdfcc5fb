import type { Judge } from '../../judge/judge.ts';
import type { NearCopies } from '../../minhash.ts';
import type { Contamination } from '../seeds/contamination.ts';
import type { Sifted } from '../seeds/sift.ts';
import type { Speaker } from './acts/act.ts';
import type { LanguageEventBody, LanguageOptions, Solution, Spoken, TestInput } from './events.ts';
import { runOn } from './prove.ts';
import type { Asking, Said } from './put.ts';
import type { Tested } from './settle.ts';

export type RanEvent = Extract<LanguageEventBody, { type: 'ran' }>;

/** What one discussion takes. */
export interface Session {
  round: number;
  discussion: number;
  sifted: Sifted;
  /** All agents, the leader first. */
  speakers: readonly Speaker[];
  options: LanguageOptions;
  engine: Asking['engine'];
  judge: Judge;
  exams: Contamination;
  /** Instructions that were kept before, of which no near copy is kept. */
  before: NearCopies<string>;
  known: { said: ReadonlyMap<string, Said>; ran: ReadonlyMap<string, RanEvent> };
  signal: AbortSignal;
}

/** Runs solutions that have not been run, in order. */
export async function* run(
  { round, discussion, judge, signal, known }: Session,
  solutions: readonly Solution[],
  inputs: readonly TestInput[],
): AsyncGenerator<Spoken, Tested[]> {
  const all: Tested[] = [];
  for (const solution of solutions) {
    const ran: RanEvent = known.ran.get(`${round}/${discussion}/${solution.id}`) ?? {
      ...{ type: 'ran', solution },
      runs: await runOn(inputs, solution, judge, signal),
    };
    signal.throwIfAborted();
    yield ran;
    all.push({ solution, runs: ran.runs });
  }
  return all;
}
