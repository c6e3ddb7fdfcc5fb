import type { Engine, EngineEvent, EngineInfo, Message, Prompt, Request, Usage } from '../llm/engine.ts';
import { type Droppable, fitPrompt, roomFor } from './context-window.ts';
import type { LiveEvent, Place, SolveEventBody, SolveOptions } from './events.ts';
import type { Reading } from './formats.ts';
import { type Form, formFor, type RoleText } from './role.ts';
import { requestSeed } from './seed.ts';

/** One role's question at one place of a solve. */
export interface Question<Input> {
  place: Place;
  input: Input;
  /** 0 for the first of its siblings, so that one of them is always the model's best guess. */
  temperature: number;
}

/** What came back, in the order of the questions; null where the form could not be read or nothing came. */
export type Answers<Answer> = (Answer | null)[];

/** The engine could not go on; the run ends as failed with this message. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
}

export type Timed = { body: SolveEventBody; ms?: number };

const TOP_P = 0.95;

function toRequest<Input, Answer>(
  { maxTokens, grammar }: Form<Input, Answer>,
  question: Question<Input>,
  prompt: Message[],
  thinking: number,
  options: SolveOptions,
  { constrains }: Pick<EngineInfo, 'constrains'>,
): Request {
  const { place, temperature } = question;
  return {
    id: [place.role, place.round, place.plan ?? '', place.candidate ?? ''].join('/'),
    role: options.without.pack.includes(place.role) ? null : place.role,
    prompt: { messages: prompt },
    maxTokens,
    ...(thinking > 0 && { thinking: { maxTokens: thinking } }),
    ...(constrains.includes('ebnf') && { grammar: grammar(question.input) }),
    seed: requestSeed(options.seed, place),
    temperature,
    topP: TOP_P,
    topK: 0,
    repetitionPenalty: 1,
    stop: [],
  };
}

interface Open {
  text: string;
  thinking: string;
  done: boolean;
}

/**
 * Asks one role several questions as one batch, in the form that the model knows. Yields `requested`, live tokens,
 * `switched` and `answered`; returns the answers that could be read.
 */
export async function* ask<Input extends Droppable, Answer>(
  engine: Pick<Engine, 'info' | 'countTokens' | 'submit'>,
  text: RoleText<Input, Answer>,
  questions: Question<Input>[],
  options: SolveOptions,
  signal: AbortSignal,
): AsyncGenerator<Timed | LiveEvent, Answers<Answer>> {
  const form = formFor(text, engine.info);
  // What a pack was trained on does not begin with thoughts.
  const thinking = engine.info.thinks && form === text.instruct ? options.thinking : 0;
  const room = roomFor(form.maxTokens + thinking, engine.info);
  const count = (prompt: Prompt) => engine.countTokens(prompt);
  const fitted = await Promise.all(
    questions.map(({ input }) => fitPrompt(input, (one) => form.prompt(one), count, room)),
  );
  const requests = questions.map((question, i) =>
    toRequest(form, question, fitted[i]!.prompt, thinking, options, engine.info),
  );
  for (const [i, request] of requests.entries()) {
    const { prompt, dropped } = fitted[i]!;
    const left = dropped.length > 0 && { dropped };
    yield { body: { type: 'requested', request: request.id, prompt, ...left, ...questions[i]!.place } };
  }

  const open = new Map<string, Open>(requests.map(({ id }) => [id, { text: '', thinking: '', done: false }]));
  const answers: Answers<Answer> = questions.map(() => null);
  const answered = (
    id: string,
    reading: Reading<Answer>,
    reason: 'stop' | 'length' | 'abort',
    usage: Usage,
  ): SolveEventBody => {
    const entry = open.get(id)!;
    entry.done = true;
    if (reading.ok) answers[requests.findIndex((request) => request.id === id)] = reading.value;
    return {
      type: 'answered',
      request: id,
      role: text.role,
      text: entry.text,
      ...(entry.thinking !== '' && { thinking: entry.thinking }),
      reason,
      usage,
      parsed: reading.ok ? reading.value : null,
      formatFailure: reading.ok ? null : reading.failure,
    };
  };
  const unused: Usage = { promptTokens: 0, computedPromptTokens: 0, completionTokens: 0 };

  for await (const event of engine.submit(requests, signal) as AsyncIterable<EngineEvent>) {
    if (event.type === 'token') {
      open.get(event.request)![event.channel === 'answer' ? 'text' : 'thinking'] += event.text;
      yield { live: true, event };
    } else if (event.type === 'role') {
      yield {
        body: { type: 'switched', from: event.from, to: event.to, bytes: event.measured.bytes },
        ms: event.measured.ms,
      };
    } else if (event.type === 'end') {
      // An aborted answer stays unanswered: a half text is not what the model said.
      if (event.reason === 'abort') continue;
      const asked = questions[requests.findIndex(({ id }) => id === event.request)]!;
      const reading = form.read(open.get(event.request)!.text, asked.input);
      yield { body: answered(event.request, reading, event.reason, event.usage), ms: event.measured.ms };
    } else if (event.request !== null && open.has(event.request)) {
      yield { body: answered(event.request, { ok: false, failure: event.message }, 'abort', unused) };
    } else {
      throw new EngineFailure(event.message);
    }
  }
  signal.throwIfAborted();
  return answers;
}
