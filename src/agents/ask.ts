import type { Engine, EngineEvent, Message, Prompt, Request, Usage } from '../llm/engine.ts';
import { affordable, freshTokens, OutOfTokens } from './budget.ts';
import { type Droppable, fitPrompt, roomFor } from './context-window.ts';
import type { LiveEvent, Measured, Place, SolveEventBody, SolveOptions } from './events.ts';
import type { Reading } from './formats.ts';
import { type Form, formFor, type RoleText } from './role.ts';
import { requestSeed } from './seed.ts';
import { Trail } from './trail.ts';

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

/** An event that has yet to be numbered, with what was measured of it. */
export type Timed = { body: SolveEventBody } & Omit<Measured, 'at'>;

export interface AskOptions<Answer> {
  /** What the run has done before, which is not asked again, and what it may spend. */
  trail?: Trail;
  /** Told of each answer that can be read, as it comes, by its question's place in the batch. */
  heard?(question: number, answer: Answer): void;
}

const TOP_P = 0.95;

/** A question as the model will get it. */
interface Prepared<Input> {
  id: string;
  question: Question<Input>;
  prompt: Message[];
  dropped: readonly string[];
  fresh: number;
}

const idOf = ({ role, round, plan, candidate }: Place): string =>
  [role, round, plan ?? '', candidate ?? ''].join('/');

/** The questions' prompts: those that were written before, and the others fitted beside answers of `longest` tokens. */
async function prepare<Input extends Droppable, Answer>(
  engine: Pick<Engine, 'info' | 'countTokens'>,
  form: Form<Input, Answer>,
  questions: readonly Question<Input>[],
  longest: number,
  trail: Trail,
): Promise<Prepared<Input>[]> {
  const room = roomFor(longest, engine.info);
  const count = (prompt: Prompt) => engine.countTokens(prompt);
  const fitted = await Promise.all(
    questions.map(async ({ place, input }) => {
      const before = trail.requested.get(idOf(place));
      if (!before) return fitPrompt(input, (one) => form.prompt(one), count, room);
      const { prompt, dropped = [] } = before;
      return { prompt, dropped, tokens: before.fresh === undefined ? await count({ messages: prompt }) : 0 };
    }),
  );
  const fresh = freshTokens(
    fitted.map(({ prompt }) => prompt),
    fitted.map(({ tokens }) => tokens),
  );
  return questions.map((question, i) => {
    const id = idOf(question.place);
    const { prompt, dropped } = fitted[i]!;
    return { id, question, prompt, dropped, fresh: trail.requested.get(id)?.fresh ?? fresh[i]! };
  });
}

/** The role that a request names, whose pack answers if there is one; null for the bare base. */
const roleOf = ({ role, bare }: Pick<RoleText<never, never>, 'role' | 'bare'>, { without }: SolveOptions) =>
  bare || without.pack.includes(role) ? null : role;

/**
 * Asks one role several questions as one batch, in the form that the model knows. Yields `requested`, live tokens,
 * `switched` and `answered`; returns the answers that could be read. Where tokens are short it asks the first of them
 * alone; throws `OutOfTokens` where not even that can be done.
 */
export async function* ask<Input extends Droppable, Answer>(
  engine: Pick<Engine, 'info' | 'countTokens' | 'submit'>,
  text: RoleText<Input, Answer>,
  questions: Question<Input>[],
  options: SolveOptions,
  signal: AbortSignal,
  { trail = new Trail(), heard = () => {} }: AskOptions<Answer> = {},
): AsyncGenerator<Timed | LiveEvent, Answers<Answer>> {
  const form = formFor(text, engine.info);
  // What a pack was trained on does not begin with thoughts.
  const mayThink = engine.info.thinks && form === text.instruct ? options.thinking : 0;
  const longest = form.maxTokens + mayThink;
  const role = roleOf(text, options);
  const prepared = await prepare(engine, form, questions, longest, trail);
  const { asked, maxTokens: most } = affordable(
    prepared.map(({ fresh }) => fresh),
    longest,
    trail.left,
  );
  if (asked === 0) throw new OutOfTokens();
  // Where tokens are short, they are the answer's first.
  const maxTokens = Math.min(form.maxTokens, most);
  const thinking = most - maxTokens;
  const batch = prepared.slice(0, asked);
  const answers: Answers<Answer> = questions.map(() => null);
  const hear = (i: number, answer: Answer) => {
    answers[i] = answer;
    heard(i, answer);
  };

  const requests: Request[] = [];
  for (const [i, { id, question, prompt, dropped, fresh }] of batch.entries()) {
    const { place, input, temperature } = question;
    trail.spent += fresh;
    const before = trail.answered.get(id);
    if (before) {
      trail.spent += before.usage.completionTokens;
      if (before.formatFailure === null) hear(i, before.parsed as Answer);
      continue;
    }
    if (!trail.requested.has(id)) {
      const left = dropped.length > 0 && { dropped: [...dropped] };
      yield { body: { type: 'requested', request: id, prompt, ...left, fresh, ...place } };
    }
    requests.push({
      id,
      role,
      prompt: { messages: prompt },
      maxTokens,
      ...(thinking > 0 && { thinking: { maxTokens: thinking } }),
      ...(engine.info.constrains.includes('ebnf') && { grammar: form.grammar(input) }),
      seed: requestSeed(options.seed, place),
      temperature,
      topP: TOP_P,
      topK: 0,
      repetitionPenalty: 1,
      stop: [],
    });
  }
  if (requests.length === 0) return answers;

  const texts = new Map(requests.map(({ id }) => [id, '']));
  const thoughts = new Map<string, string>();
  const answered = (
    id: string,
    reading: Reading<Answer>,
    reason: 'stop' | 'length' | 'abort',
    { promptTokens, completionTokens }: Pick<Usage, 'promptTokens' | 'completionTokens'>,
  ): SolveEventBody => {
    if (reading.ok)
      hear(
        batch.findIndex((one) => one.id === id),
        reading.value,
      );
    trail.spent += completionTokens;
    return {
      ...{ type: 'answered', request: id, role: text.role, text: texts.get(id)! },
      ...(thoughts.has(id) && { thinking: thoughts.get(id)! }),
      ...{ reason, usage: { promptTokens, completionTokens } },
      parsed: reading.ok ? reading.value : null,
      formatFailure: reading.ok ? null : reading.failure,
    };
  };

  const pack = engine.info.packs.some((one) => one.role === role) ? role : null;
  /** A run's own changes of role: what the engine had on before it is none of its business. */
  const switched = (measured: Omit<Measured, 'at'> = {}): Timed[] => {
    if (pack === trail.on) return [];
    const from = trail.on;
    trail.on = pack;
    return [{ body: { type: 'switched', from, to: pack }, ...measured }];
  };

  for await (const event of engine.submit(requests, signal) as AsyncIterable<EngineEvent>) {
    if (event.type === 'token') {
      yield* switched();
      const told = event.channel === 'answer' ? texts : thoughts;
      told.set(event.request, (told.get(event.request) ?? '') + event.text);
      yield { live: true, event };
    } else if (event.type === 'role') {
      if (event.to === pack) yield* switched(event.measured);
    } else if (event.type === 'end') {
      // An aborted answer stays unanswered: a half text is not what the model said.
      if (event.reason === 'abort') continue;
      const { question } = batch.find(({ id }) => id === event.request)!;
      const reading = form.read(texts.get(event.request)!, question.input);
      const { computedPromptTokens } = event.usage;
      const body = answered(event.request, reading, event.reason, event.usage);
      yield { body, ms: event.measured.ms, computedPromptTokens };
    } else if (event.request !== null && texts.has(event.request)) {
      const nothing = { promptTokens: 0, completionTokens: 0 };
      yield { body: answered(event.request, { ok: false, failure: event.message }, 'abort', nothing) };
    } else {
      throw new EngineFailure(event.message);
    }
  }
  signal.throwIfAborted();
  return answers;
}

/** What `ask` returns, where nobody watches it come. */
export async function answersTo<Input extends Droppable, Answer>(
  ...asked: Parameters<typeof ask<Input, Answer>>
): Promise<Answers<Answer>> {
  return resultOf(ask(...asked), () => {});
}

/** What asking returns, all that it tells on the way heard. */
export async function resultOf<Told, Result>(
  asking: AsyncGenerator<Told, Result>,
  hear: (told: Told) => void,
): Promise<Result> {
  for (;;) {
    const next = await asking.next();
    if (next.done) return next.value;
    hear(next.value);
  }
}
