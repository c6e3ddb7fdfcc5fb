import { EngineFailure } from '../../agents/ask.ts';
import { hashText } from '../../agents/hash.ts';
import type { EngineEvent, Request, Usage } from '../../llm/engine.ts';
import type { TeacherEngine } from '../teachers/teacher.ts';
import type { Act, Speaker } from './acts/act.ts';
import { type LanguageEventBody, type Place, requestId, type Spoken } from './events.ts';

export type Said = Extract<LanguageEventBody, { type: 'said' }>;

/** What asking takes: the engine, and what was answered before a run broke off. */
export interface Asking {
  engine: TeacherEngine;
  /** Answers of an earlier session, by request: they are not asked for again. */
  known: ReadonlyMap<string, Said>;
  seed: number;
  signal: AbortSignal;
  /** Told the tokens of each answer, its prompt's included. */
  spend(tokens: number): void;
}

export interface Put<Input> {
  place: Place;
  speaker: Speaker;
  input: Input;
  temperature: number;
}

const TOP_P = 0.95;
const UNUSED: Usage = { promptTokens: 0, computedPromptTokens: 0, completionTokens: 0 };

/**
 * Asks agents as one batch; the engine keeps as many in flight as it can. Yields `asked` and, in the order of the
 * questions, `said`; live tokens between them. Returns what could be read, null elsewhere. Throws `EngineFailure`.
 */
export async function* put<Input, Answer>(
  act: Act<Input, Answer>,
  questions: readonly Put<Input>[],
  { engine, known, seed, signal, spend }: Asking,
): AsyncGenerator<Spoken, (Answer | null)[]> {
  const requests = questions.map(({ place, speaker, input, temperature }): Request => {
    const id = requestId(place);
    return {
      ...{ id, role: null, prompt: { messages: act.prompt(input, speaker) }, maxTokens: act.maxTokens },
      ...{
        seed: hashText(`${seed}/${id}`),
        temperature,
        topP: TOP_P,
        topK: 0,
        repetitionPenalty: 1,
        stop: [],
      },
    };
  });
  for (const [i, { id, prompt }] of requests.entries())
    yield {
      ...{ type: 'asked', request: id, place: questions[i]!.place },
      prompt: 'messages' in prompt ? prompt.messages : [],
    };

  const answers: (Answer | null)[] = questions.map(() => null);
  const done = new Map<string, Said>();
  const texts = new Map<string, string>();
  let next = 0;

  const settle = (id: string, refused: string | null, usage: Usage): void => {
    const at = requests.findIndex((request) => request.id === id);
    const { place, input } = questions[at]!;
    const text = texts.get(id) ?? '';
    const reading = refused === null ? act.read(text, input) : ({ ok: false, failure: refused } as const);
    const parsed = reading.ok ? reading.value : null;
    const formatFailure = reading.ok ? null : reading.failure;
    done.set(id, { type: 'said', request: id, place, text, parsed, formatFailure, usage });
  };
  function* tell(): Generator<Said> {
    for (; next < requests.length && done.has(requests[next]!.id); next++) {
      const said = done.get(requests[next]!.id)!;
      answers[next] = said.parsed as Answer | null;
      if (said.formatFailure !== null) answers[next] = null;
      spend(said.usage.promptTokens + said.usage.completionTokens);
      yield said;
    }
  }

  for (const { id } of requests) {
    const said = known.get(id);
    if (said) done.set(id, said);
  }
  yield* tell();
  const open = requests.filter(({ id }) => !done.has(id));
  if (open.length > 0)
    for await (const event of engine.submit(open, signal) as AsyncIterable<EngineEvent>) {
      if (event.type === 'token') {
        if (event.channel === 'answer')
          texts.set(event.request, (texts.get(event.request) ?? '') + event.text);
        yield { live: true, event };
      } else if (event.type === 'end') {
        // An aborted answer stays unanswered, and is asked for again.
        if (event.reason !== 'abort') settle(event.request, null, event.usage);
      } else if (event.type === 'error') {
        if (event.request === null) throw new EngineFailure(event.message);
        settle(event.request, event.message, UNUSED);
      }
      yield* tell();
    }
  signal.throwIfAborted();
  return answers;
}
