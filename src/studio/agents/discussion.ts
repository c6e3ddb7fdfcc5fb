import { type NearCopies, signatureOf } from '../../minhash.ts';
import type { Contamination } from '../seeds/contamination.ts';
import type { Speaker } from './acts/act.ts';
import { answerAll } from './answer-all.ts';
import { type Agreed, discuss, type Table } from './discuss.ts';
import type { DropCause, LanguageEventBody, Spoken } from './events.ts';
import { makeSeed } from './make-seed.ts';
import { noveltyOf } from './memory.ts';
import type { Asking } from './put.ts';
import type { Session } from './session.ts';

/** An instruction less new to all its agents than this was written before. */
const LEAST_NOVELTY = 0.12;

/** One seed from its code to samples: made, discussed, solved, run. Ends with `discussed`. */
export async function* session(given: Session): AsyncGenerator<Spoken, void> {
  yield* work(given);
  yield { type: 'discussed' };
}

async function* work(given: Session): AsyncGenerator<Spoken, void> {
  const { sifted, options, speakers, exams, before, engine, signal } = given;
  let spent = 0;
  const asking: Asking = {
    ...{ engine, signal, known: given.known.said, seed: options.seed },
    spend(tokens) {
      spent += tokens;
    },
  };
  yield { type: 'snippet', snippet: sifted.snippet };
  if ('cause' in sifted) {
    const { name, language, source } = sifted.snippet;
    const about = { what: 'snippet', title: name, language, source, failedRun: null } as const;
    yield { type: 'dropped', ...about, cause: sifted.cause, detail: sifted.detail };
    return;
  }
  const seed = yield* makeSeed(given, asking);
  if (!seed) return;
  const { proposal } = seed;
  const table: Table = {
    ...{ round: given.round, discussion: given.discussion, seed, speakers, options, asking },
    isSpent: () => spent >= options.budget,
  };
  if (options.form === 'translate') {
    const agreed: Agreed = { type: 'agreed', proposal, by: seed.language, how: 'the seed as it is' };
    yield agreed;
    yield* answerAll(given, asking, seed, agreed);
    return;
  }
  const agreed = yield* discuss(table);
  if (!agreed) {
    yield dropped(proposal.title, seed.language, 'nobody proposed anything', 'no answer could be read');
    return;
  }
  const refused = refusal(agreed, speakers, exams, before);
  if (refused) {
    yield dropped(agreed.proposal.title, agreed.by, refused.cause, refused.detail);
    return;
  }
  yield* answerAll(given, asking, seed, agreed);
}

const dropped = (title: string, language: string, cause: DropCause, detail: string): LanguageEventBody => ({
  ...{ type: 'dropped', what: 'proposal', title, language, cause, detail, source: null, failedRun: null },
});

/** Why an instruction is not worth solving; null where it is. */
function refusal(
  { proposal, by }: Agreed,
  speakers: readonly Speaker[],
  exams: Contamination,
  before: NearCopies<string>,
): { cause: DropCause; detail: string } | null {
  const found = exams.of(proposal.instruction);
  if (found) return { cause: 'in an exam', detail: `near ${found.exam}` };
  const near = before.nearest(signatureOf(proposal.instruction));
  if (near) return { cause: 'near copy', detail: `of “${near.key}”` };
  const author = speakers.find(({ profile }) => profile.language === by);
  const novelty = author?.memory ? noveltyOf(proposal.instruction, author.memory) : 1;
  return novelty < LEAST_NOVELTY
    ? { cause: 'not new', detail: `${Math.round(100 * novelty)} % new to its author’s memory` }
    : null;
}
