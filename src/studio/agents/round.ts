import type { Mend } from '../../agents/formats.ts';
import type { Judge } from '../../judge/judge.ts';
import { type NearCopies, signatureOf } from '../../minhash.ts';
import type { Contamination } from '../seeds/contamination.ts';
import { tooLow } from '../seeds/rubric.ts';
import type { Seed } from '../seeds/seed.ts';
import type { Sifted } from '../seeds/sift.ts';
import type { Speaker } from './acts/act.ts';
import { mend, type Original, solve } from './acts/code-acts.ts';
import { answer, describe, score } from './acts/seed-acts.ts';
import { type Agreed, discuss, type Table } from './discuss.ts';
import type {
  DropCause,
  LanguageEventBody,
  LanguageOptions,
  Place,
  Sample,
  Solution,
  Spoken,
  TestInput,
} from './events.ts';
import { memoryId, noveltyOf } from './memory.ts';
import { inputsFor, runOn } from './prove.ts';
import { type Asking, type Put, put, type Said } from './put.ts';
import { settle, type Tested, type Verdicts } from './settle.ts';

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

/** An instruction less new to all its agents than this was written before. */
const LEAST_NOVELTY = 0.12;

type Out = AsyncGenerator<Spoken, void>;

/** One seed from its code to samples: made, discussed, solved, run. Ends with `discussed`. */
export async function* session(given: Session): Out {
  yield* work(given);
  yield { type: 'discussed' };
}

async function* work(given: Session): Out {
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
    yield dropped('snippet', name, language, sifted.cause, sifted.detail, source);
    return;
  }
  const seed = yield* makeSeed(given, asking);
  if (!seed) return;
  const { proposal } = seed;
  const near = options.form === 'translate' ? null : exams.of(proposal.instruction);
  if (near) {
    yield dropped('seed', proposal.title, seed.language, 'in an exam', `near ${near.exam}`, seed.source);
    return;
  }
  const table: Table = {
    ...{ round: given.round, discussion: given.discussion, seed, speakers, options, asking },
    isSpent: () => spent >= options.budget,
  };
  if (options.form === 'translate') {
    const agreed: Agreed = { type: 'agreed', proposal, by: seed.language, how: 'the seed as it is' };
    yield agreed;
    yield* proveAll(given, asking, seed, agreed);
    return;
  }
  const agreed = yield* discuss(table);
  if (!agreed) {
    yield dropped(
      'proposal',
      proposal.title,
      seed.language,
      'nobody proposed anything',
      'no answer could be read',
      null,
    );
    return;
  }
  const refused = refusal(agreed, speakers, exams, before);
  if (refused) {
    yield dropped('proposal', agreed.proposal.title, agreed.by, refused.cause, refused.detail, null);
    return;
  }
  yield* proveAll(given, asking, seed, agreed);
}

function dropped(
  what: 'snippet' | 'seed' | 'proposal',
  title: string,
  language: string,
  cause: DropCause,
  detail: string,
  source: string | null,
): LanguageEventBody {
  return { type: 'dropped', what, title, language, cause, detail, source, run: null };
}

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

/** Instruction from code, answer from code, both run and scored; null where one of them fails, which is said. */
async function* makeSeed(given: Session, asking: Asking): AsyncGenerator<Spoken, Seed | null> {
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
    dropped('seed', name, language, cause, detail, source);

  const [proposal] = yield* put(
    describe,
    [{ place: at('describe'), speaker, input: { snippet }, temperature: 0 }],
    asking,
  );
  if (!proposal) {
    yield drop('unreadable', 'no exercise could be read from the answer');
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
  const solution: Solution = { id: -1, language, source, plan: { steps: [] }, by: 'seed', parent: null };
  const tested = yield* run(given, [solution], inputs);
  const verdicts = settle(inputs, tested);
  for (const one of verdicts.failed) {
    const { cause, detail, run: failed } = one;
    yield { ...drop(cause, detail, source), run: failed } as LanguageEventBody;
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

/** Runs solutions that have not been run, in order. */
async function* run(
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

/** Programs in every agent's language for an agreed instruction, run against each other, mended once where all fail. */
async function* proveAll(given: Session, asking: Asking, seed: Seed, agreed: Agreed): Out {
  const { speakers, options, round, discussion } = given;
  const { proposal } = agreed;
  const translated = options.form === 'translate';
  const original: Original | undefined = translated
    ? { language: seed.language, source: seed.source }
    : undefined;
  const authors = translated
    ? speakers.filter(({ profile }) => profile.language !== seed.language)
    : speakers;
  const questions: Put<Parameters<typeof solve.prompt>[0]>[] = authors.flatMap((speaker) =>
    Array.from({ length: options.solutions }, (_, number) => ({
      place: { round, discussion, act: 'solve', turn: 0, agent: speaker.profile.language, number },
      speaker,
      input: { proposal, language: speaker.profile.language, ...(original && { original }) },
      // The first of several is an agent's best guess.
      temperature: number === 0 ? 0 : options.temperature,
    })),
  );
  const written = yield* put(solve, questions, asking);
  const solutions = written.flatMap((one, i) =>
    one ? [solution(i, questions[i]!.input.language, one, null)] : [],
  );
  const inputs = inputsFor(proposal, `${options.seed}/${round}/${discussion}`);
  yield { type: 'tested', inputs };
  const own: Solution[] = translated
    ? [
        {
          id: -2,
          language: seed.language,
          source: seed.source,
          plan: { steps: [] },
          by: 'seed',
          parent: null,
        },
      ]
    : [];
  const tested = yield* run(given, once([...own, ...solutions]), inputs);
  let verdicts = settle(inputs, tested);

  let next = questions.length;
  for (let turn = 1; turn <= options.mends; turn++) {
    const solved = new Set(verdicts.kept.map(({ language }) => language));
    const failing = authors.flatMap((speaker) => {
      const { language } = speaker.profile;
      const failed = verdicts.failed.findLast((one) => one.solution.language === language);
      return failed && !solved.has(language) ? [{ speaker, failed }] : [];
    });
    if (failing.length === 0) break;
    const mends = yield* put(
      mend,
      failing.map(({ speaker, failed: { solution: broken, run: failedRun } }) => ({
        place: { round, discussion, act: 'mend', turn, agent: speaker.profile.language, number: 0 },
        ...{ speaker, temperature: options.temperature },
        input: {
          ...{
            proposal,
            language: broken.language,
            plan: broken.plan,
            source: broken.source,
            run: failedRun,
          },
        },
      })),
      asking,
    );
    const mended = mends.flatMap((one, i) =>
      one ? [solution(next + i, failing[i]!.failed.solution.language, one, failing[i]!.failed.solution)] : [],
    );
    next += failing.length;
    tested.push(...(yield* run(given, mended, inputs)));
    verdicts = settle(inputs, tested);
  }

  const rejected = verdicts.failed.filter(({ solution: { by } }) => by === 'agent');
  for (const { solution: failed, cause, detail, run: failedRun } of rejected)
    yield {
      ...{ type: 'dropped', what: 'solution', title: proposal.title, language: failed.language },
      ...{ cause, detail, source: failed.source, run: failedRun },
    };
  const first = new Map<string, Solution>();
  for (const one of verdicts.kept)
    if (one.by === 'agent' && !first.has(one.language)) first.set(one.language, one);
  for (const one of first.values()) yield kept(given, seed, agreed, one, verdicts, rejected);
}

const solution = (
  id: number,
  language: string,
  { plan, source }: Mend,
  broken: Solution | null,
): Solution => ({
  ...{ id, language, source, by: 'agent', parent: broken?.id ?? null },
  plan: plan.steps.length > 0 ? plan : (broken?.plan ?? plan),
});

/** Each program of a language once: an agent's best guess and its second are often the same. */
function once(solutions: readonly Solution[]): Solution[] {
  const seen = new Set<string>();
  return solutions.filter(({ language, source }) => {
    const key = `${language}\n${source}`;
    return !seen.has(key) && seen.add(key);
  });
}

function kept(
  { speakers, options }: Session,
  seed: Seed,
  { proposal, by, how }: Agreed,
  chosen: Solution,
  verdicts: Verdicts,
  rejected: Verdicts['failed'],
): LanguageEventBody {
  const part = how === 'the seed as it is' && chosen.by === 'seed' ? 'seed' : 'agents';
  const remembering = part === 'agents' ? speakers.filter(({ memory }) => memory !== null) : [];
  const sample: Sample = {
    ...{ part, language: chosen.language, title: proposal.title, instruction: proposal.instruction },
    ...{ plan: chosen.plan, source: chosen.source, tests: verdicts.tests },
    rejected: rejected
      .filter(({ solution: { language } }) => language === chosen.language)
      .map(({ solution: { source, plan }, cause, run: failed }) => ({ source, plan, cause, run: failed })),
    provenance: {
      seed: { id: seed.id, name: seed.name },
      form: part === 'seed' ? 'seed' : options.form,
      proposedBy: by,
      agents: speakers.map(({ profile }) => profile.language),
      memories: Object.fromEntries(
        remembering.map(({ profile, memory }) => [profile.language, memoryId(memory!)]),
      ),
      agreeing: [...new Set(verdicts.kept.map(({ language }) => language))],
      overruled: verdicts.overruled,
    },
  };
  return { type: 'kept', sample };
}
