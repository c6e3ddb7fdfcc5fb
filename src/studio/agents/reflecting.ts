import { writeProgram } from '../../agents/formats.ts';
import type { Speaker } from './acts/act.ts';
import { reflect } from './acts/talk-acts.ts';
import type { LanguageEventBody, Spoken } from './events.ts';
import type { Remembered, Written } from './memory.ts';
import { type Asking, put } from './put.ts';
import type { Placed } from './run.ts';

/** Works that one reflection looks back on; failed ones first. */
const MOST_WORKS = 6;

type Of<Type extends LanguageEventBody['type']> = Extract<LanguageEventBody, { type: Type }>;

/** Each agent's works in a round, as it is told of them: programs that failed with the run, then those that were kept. */
function worksOf(language: string, said: readonly Placed[]): string[] {
  const of = <Type extends LanguageEventBody['type']>(type: Type): Of<Type>[] =>
    inOrder(said).flatMap(({ body }) => (!('live' in body) && body.type === type ? [body as Of<Type>] : []));
  const failed = of('dropped').filter((one) => one.what === 'solution' && one.language === language);
  const kept = of('kept').filter(({ sample }) => sample.part === 'agents' && sample.language === language);
  const told = [
    ...failed.map(
      ({ title, source, detail, failedRun }) =>
        `For “${title}”, dropped, for its run failed (${detail}).\n${writeProgram(language, source ?? '')}\nInput:\n${failedRun?.input.trimEnd() ?? ''}\nExpected:\n${failedRun?.expected.trimEnd() ?? ''}\nActual:\n${failedRun?.actual.trimEnd() ?? ''}`,
    ),
    ...kept.map(
      ({ sample: { title, source, provenance } }) =>
        `For “${title}”, kept: it prints the same as ${provenance.agreeing.join(', ')} on every input.\n${writeProgram(language, source)}`,
    ),
  ];
  return told.slice(0, MOST_WORKS);
}

/** Events in the order of their discussions, whichever came first. */
const inOrder = (said: readonly Placed[]): Placed[] =>
  [...said].sort((p, q) => (p.discussion ?? -1) - (q.discussion ?? -1));

/** Instructions that an agent proposed and that were kept, each once. */
function writtenBy(language: string, said: readonly Placed[]): Written[] {
  const written = new Map<string, Written>();
  for (const { body } of inOrder(said))
    if (!('live' in body) && body.type === 'kept' && body.sample.part === 'agents') {
      const { title, instruction, provenance } = body.sample;
      if (provenance.proposedBy === language) written.set(instruction, { title, instruction });
    }
  return [...written.values()];
}

/** After a round every agent looks back on its work; what it says goes into its memory. */
export async function* reflectAll(
  said: readonly Placed[],
  speakers: readonly Speaker[],
  round: number,
  asking: Asking,
): AsyncGenerator<Spoken, void> {
  const working = speakers
    .map((speaker) => ({ speaker, works: worksOf(speaker.profile.language, said) }))
    .filter(({ works }) => works.length > 0);
  const answers = yield* put(
    reflect,
    working.map(({ speaker, works }) => ({
      place: {
        ...{ round, discussion: null, act: 'reflect', turn: 0, number: 0 },
        agent: speaker.profile.language,
      },
      ...{ speaker, input: { works }, temperature: 0 },
    })),
    asking,
  );
  for (const speaker of speakers) {
    const { language } = speaker.profile;
    const at = working.findIndex((one) => one.speaker === speaker);
    const { merits = [], faults = [] } = answers[at] ?? {};
    const remembered: Remembered = { language, written: writtenBy(language, said), merits, faults };
    if (remembered.written.length + merits.length + faults.length > 0)
      yield { type: 'remembered', agent: language, remembered };
  }
}
