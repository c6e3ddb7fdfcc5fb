import { NearCopies, signatureOf } from '../../minhash.ts';
import type { Seed } from '../seeds/seed.ts';
import type { ActName, Speaker } from './acts/act.ts';
import { propose, type Review, review, revise, vary } from './acts/talk-acts.ts';
import type { LanguageEventBody, LanguageOptions, Place, Spoken } from './events.ts';
import type { Proposal } from './proposal.ts';
import { type Asking, type Put, put } from './put.ts';

export type Agreed = Extract<LanguageEventBody, { type: 'agreed' }>;

/** Who sits together, about what. */
export interface Table {
  round: number;
  discussion: number;
  seed: Seed;
  /** The leader first. */
  speakers: readonly Speaker[];
  options: LanguageOptions;
  asking: Asking;
  /** Whether the tokens of this discussion are spent. */
  isSpent(): boolean;
}

/** A proposal on the table, with its author. */
interface OnTable {
  by: string;
  proposal: Proposal;
}

const languageOf = ({ profile }: Speaker) => profile.language;

function placing({ round, discussion }: Table) {
  return (act: ActName, turn: number, { profile }: Speaker, number = 0): Place => ({
    ...{ round, discussion, act, turn, number },
    agent: profile.language,
  });
}

/** The agents' way to one instruction; null where nobody proposed anything that can be read. */
export async function* discuss(table: Table): AsyncGenerator<Spoken, Agreed | null> {
  const agreed = table.options.form === 'central' ? yield* central(table) : yield* parallel(table);
  if (agreed) yield agreed;
  return agreed;
}

const agreement = (one: OnTable, how: Agreed['how']): Agreed => ({ type: 'agreed', ...one, how });

/** The leader proposes; the others agree or vary it; the leader chooses, until all agree. */
async function* central(table: Table): AsyncGenerator<Spoken, Agreed | null> {
  const { seed, options, asking, isSpent } = table;
  const [leader, ...others] = table.speakers as [Speaker, ...Speaker[]];
  const at = placing(table);
  const targets = options.agents;
  const { temperature } = options;
  const [proposed] = yield* put(
    propose,
    [{ place: at('propose', 0, leader), speaker: leader, input: { seed, targets }, temperature }],
    asking,
  );
  if (!proposed) return null;
  let current: OnTable = { by: languageOf(leader), proposal: proposed };
  for (let turn = 1; turn <= options.turns && others.length > 0; turn++) {
    if (isSpent()) return agreement(current, 'the budget was spent');
    const questions = others.map((speaker) => ({
      place: at('vary', turn, speaker),
      speaker,
      input: { seed, current: current.proposal, targets },
      temperature,
    }));
    const varied = yield* put(vary, questions, asking);
    const variations = others.flatMap((speaker, i): OnTable[] =>
      varied[i] ? [{ by: languageOf(speaker), proposal: varied[i] }] : [],
    );
    const all = different([current, ...variations]);
    if (all.length === 1) return agreement(current, 'agreement');
    const proposals = all.map(({ proposal }) => proposal);
    const [choice] = yield* put(
      review,
      [{ place: at('review', turn, leader), speaker: leader, input: { proposals }, temperature: 0 }],
      asking,
    );
    current = all[choice?.best ?? 0]!;
  }
  return agreement(current, 'the leader chose');
}

/** All propose; all criticise and vote; who lost votes writes anew, until all votes are for one. */
async function* parallel(table: Table): AsyncGenerator<Spoken, Agreed | null> {
  const { speakers, seed, options, asking, isSpent } = table;
  const at = placing(table);
  const targets = options.agents;
  const { temperature } = options;
  const first = yield* put(
    propose,
    speakers.map((speaker) => ({
      place: at('propose', 0, speaker),
      speaker,
      input: { seed, targets },
      temperature,
    })),
    asking,
  );
  let all = different(
    speakers.flatMap((speaker, i): OnTable[] =>
      first[i] ? [{ by: languageOf(speaker), proposal: first[i] }] : [],
    ),
  );
  if (all.length === 0) return null;
  for (let turn = 1; ; turn++) {
    if (all.length === 1) return agreement(all[0]!, 'agreement');
    if (isSpent()) return agreement(all[0]!, 'the budget was spent');
    const proposals = all.map(({ proposal }) => proposal);
    const reviews = yield* put(
      review,
      speakers.map((speaker) => ({
        place: at('review', turn, speaker),
        speaker,
        input: { proposals },
        temperature: 0,
      })),
      asking,
    );
    const best = mostVoted(reviews, proposals.length);
    const cast = reviews.filter((one) => one !== null);
    if (cast.length > 0 && cast.every((one) => one.best === best)) return agreement(all[best]!, 'agreement');
    if (turn >= options.turns) return agreement(all[best]!, 'most votes');
    all = yield* revised(table, turn, all, reviews);
  }
}

/** The authors write anew what others found fault with. */
async function* revised(
  table: Table,
  turn: number,
  all: readonly OnTable[],
  reviews: readonly (Review | null)[],
): AsyncGenerator<Spoken, OnTable[]> {
  const { speakers, seed, options, asking } = table;
  const at = placing(table);
  const questions: Put<Parameters<typeof revise.prompt>[0]>[] = [];
  const asked: number[] = [];
  for (const [i, { by, proposal }] of all.entries()) {
    const remarks = reviews.flatMap((one) => one?.remarks[i]?.fault || []);
    const speaker = speakers.find((other) => languageOf(other) === by)!;
    if (remarks.length === 0) continue;
    asked.push(i);
    const input = { seed, own: proposal, remarks, targets: options.agents };
    questions.push({
      ...{ place: at('revise', turn, speaker), speaker, input },
      temperature: options.temperature,
    });
  }
  if (questions.length === 0) return [...all];
  const answers = yield* put(revise, questions, asking);
  return different(all.map((one, i) => ({ ...one, proposal: answers[asked.indexOf(i)] ?? one.proposal })));
}

/** The proposal with the most votes; of several the one with the better scores, then the first. */
export function mostVoted(reviews: readonly (Review | null)[], count: number): number {
  const votes = Array.from({ length: count }, (_, i) => reviews.filter((one) => one?.best === i).length);
  const scores = votes.map((_, i) => reviews.reduce((sum, one) => sum + (one?.remarks[i]?.score ?? 0), 0));
  return votes.reduce(
    (best, n, i) => (n > votes[best]! || (n === votes[best]! && scores[i]! > scores[best]!) ? i : best),
    0,
  );
}

/** Without proposals that are near copies of one before them. */
function different(all: readonly OnTable[]): OnTable[] {
  const seen = new NearCopies<string>(0.9);
  return all.filter(({ by, proposal }) => {
    const signature = signatureOf(proposal.instruction);
    if (seen.nearest(signature)) return false;
    seen.add(by, signature);
    return true;
  });
}
