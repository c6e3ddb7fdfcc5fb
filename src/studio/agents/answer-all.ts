import { type Mend, NO_PLAN } from '../../agents/formats.ts';
import type { Seed } from '../seeds/seed.ts';
import { mend, type Original, solve } from './acts/code-acts.ts';
import type { Agreed } from './discuss.ts';
import type { Solution, Spoken } from './events.ts';
import { inputsFor } from './prove.ts';
import { type Asking, type Put, put } from './put.ts';
import { kept } from './sample.ts';
import { run, type Session } from './session.ts';
import { settle } from './settle.ts';

/** The seed's own program, beside which those carried over are run. */
const OF_THE_SEED = -2;

/** Programs in every agent's language for an agreed instruction, run against each other, mended once where all fail. */
export async function* answerAll(
  given: Session,
  asking: Asking,
  seed: Seed,
  agreed: Agreed,
): AsyncGenerator<Spoken, void> {
  const { speakers, options, round, discussion } = given;
  const { proposal } = agreed;
  const { language: from, source } = seed;
  const original: Original | null = options.form === 'translate' ? { language: from, source } : null;
  const authors = speakers.filter(({ profile }) => !original || profile.language !== from);
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
  const own: Solution[] = original
    ? [{ ...original, id: OF_THE_SEED, by: 'seed', plan: NO_PLAN, parent: null }]
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
        input: { ...broken, proposal, run: failedRun },
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
      ...{ cause, detail, source: failed.source, failedRun },
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
