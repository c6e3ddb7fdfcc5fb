import { NO_PLAN } from '../../agents/formats.ts';
import { tooLow } from '../seeds/rubric.ts';
import type { Seed } from '../seeds/seed.ts';
import { answer, describe, score } from './acts/seed-acts.ts';
import type { Agreed } from './discuss.ts';
import type { DropCause, Place, Solution, Spoken } from './events.ts';
import { inputsFor } from './prove.ts';
import { type Asking, put } from './put.ts';
import { kept } from './sample.ts';
import { run, type Session } from './session.ts';
import { settle } from './settle.ts';

/** Instruction from code, answer from code, both run and scored; null where one of them fails, which is said. */
export async function* makeSeed(given: Session, asking: Asking): AsyncGenerator<Spoken, Seed | null> {
  const { sifted, speakers, round, discussion, options } = given;
  const { snippet } = sifted;
  const { language, name } = snippet;
  const speaker =
    speakers.find(({ profile }) => profile.language === language) ??
    // Code in a language that nobody speaks here is read by the leader.
    speakers[0]!;
  const agent = speaker.profile.language;
  const at = (act: Place['act']): Place => ({ round, discussion, act, turn: 0, agent, number: 0 });
  const drop = (cause: DropCause, detail: string, source: string | null = snippet.source) =>
    ({
      type: 'dropped',
      what: 'seed',
      title: name,
      language,
      cause,
      detail,
      source,
      failedRun: null,
    }) as const;

  const [proposal] = yield* put(
    describe,
    [{ place: at('describe'), speaker, input: { snippet }, temperature: 0 }],
    asking,
  );
  if (!proposal) {
    yield drop('unreadable', 'no exercise could be read from the answer');
    return null;
  }
  const near = given.exams.of(proposal.instruction);
  if (near) {
    yield drop('in an exam', `near ${near.exam}`);
    return null;
  }
  const [source] = yield* put(
    answer,
    [{ place: at('answer'), speaker, input: { snippet, proposal }, temperature: 0 }],
    asking,
  );
  if (!source) {
    yield drop('unreadable', 'no program could be read from the answer');
    return null;
  }
  const inputs = inputsFor(proposal, `${options.seed}/${snippet.id}`);
  yield { type: 'tested', inputs };
  const solution: Solution = { id: -1, language, source, plan: NO_PLAN, by: 'seed', parent: null };
  const tested = yield* run(given, [solution], inputs);
  const verdicts = settle(inputs, tested);
  for (const one of verdicts.failed) {
    const { cause, detail, run: failedRun } = one;
    yield { ...drop(cause, detail, source), failedRun };
    return null;
  }
  const [scores] = yield* put(
    score,
    [
      {
        ...{ place: at('score'), speaker, temperature: 0 },
        input: { proposal, language, source },
      },
    ],
    asking,
  );
  const low = scores ? tooLow(scores) : 'the scores could not be read';
  if (!scores || low) {
    yield drop(scores ? 'low score' : 'unreadable', low!, source);
    return null;
  }
  const seed: Seed = { id: snippet.id, name, language, proposal, source, scores };
  yield { type: 'seeded', seed };
  const agreed: Agreed = { type: 'agreed', proposal, by: agent, how: 'the seed as it is' };
  if (options.form !== 'translate') yield kept(given, seed, agreed, solution, verdicts, []);
  return seed;
}
