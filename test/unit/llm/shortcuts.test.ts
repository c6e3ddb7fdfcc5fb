import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine, EngineEvent, Request } from '../../../src/llm/engine.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { fixture, golden } from '../pack/fixture.ts';

/** A random model, whose answers are noise that repeats itself little, unless its prompt or a grammar makes it. */
let guessing: Engine;
let plain: Engine;
const quiet = new AbortController().signal;

beforeAll(async () => {
  guessing = await loadNodeEngine(fixture('packed'));
  plain = await loadNodeEngine(fixture('packed'), { guessing: false });
});
afterAll(() => Promise.all([guessing.dispose(), plain.dispose()]));

function request(id: string, more: Partial<Request> = {}): Request {
  return {
    id,
    role: null,
    prompt: { tokens: golden.tokens.slice(0, 40) },
    maxTokens: 60,
    seed: 7,
    temperature: 0.8,
    topP: 0.95,
    topK: 0,
    repetitionPenalty: 1,
    stop: [],
    ...more,
  };
}

interface Answer {
  text: string;
  tokens: number[];
  logprobs: { token: number; logprob: number; top: { token: number }[] }[];
  end: Extract<EngineEvent, { type: 'end' }>;
}

async function ask(engine: Engine, requests: Request[]): Promise<Answer[]> {
  const events: EngineEvent[] = [];
  for await (const event of engine.submit(requests, quiet)) events.push(event);
  return requests.map(({ id }) => {
    const own = events.filter((event) => 'request' in event && event.request === id);
    const written = own.flatMap((event) => (event.type === 'token' ? [event] : []));
    const end = own.find((event) => event.type === 'end');
    if (end?.type !== 'end') throw new Error(`request ${id}: ${JSON.stringify(own.at(-1))}`);
    return {
      text: written.map(({ text }) => text).join(''),
      tokens: written.flatMap(({ tokens }) => tokens),
      logprobs: written.flatMap(({ logprobs }) => logprobs ?? []),
      end,
    };
  });
}

async function errorOf(more: Partial<Request>): Promise<EngineEvent> {
  for await (const event of plain.submit([request('r', more)], quiet)) return event;
  throw new Error('no event');
}

const written = (answers: Answer[]) =>
  answers.map(({ tokens, text, end }) => [tokens, text, end.reason, end.usage]);

describe('guessed tokens', () => {
  // Greedy answers of a random model fall into loops, where every guess comes true.
  const requests = [0, 1, 2, 3, 4, 5].flatMap((seed) => [
    request(`greedy${seed}`, { temperature: 0, prompt: { tokens: golden.tokens.slice(seed, seed + 30) } }),
    request(`drawn${seed}`, {
      seed,
      temperature: 0.3,
      prompt: { tokens: golden.tokens.slice(0, 30 + seed) },
    }),
    request(`held${seed}`, { seed, temperature: 0.5, repetitionPenalty: 1.2 }),
  ]);

  test('change nothing of what is written, alone and in a batch', async () => {
    const wanted = await ask(plain, requests);
    expect(written(await ask(guessing, requests))).toEqual(written(wanted));
    const alone = [];
    for (const one of requests) alone.push(...(await ask(guessing, [one])));
    expect(alone.map(({ tokens }) => tokens)).toEqual(wanted.map(({ tokens }) => tokens));
    const saved = alone.reduce((sum, { end }) => sum + end.measured.accepted, 0);
    const guessed = alone.reduce((sum, { end }) => sum + end.measured.guessed, 0);
    expect(saved).toBeGreaterThan(30);
    expect(guessed).toBeGreaterThan(saved);
    expect(wanted.every(({ end }) => end.measured.guessed === 0)).toBe(true);
  });

  test('end with the answer at a stop string, a limit and the end of the context', async () => {
    const [{ text }] = await ask(plain, [request('r', { temperature: 0 })]);
    for (const more of [{ stop: [text.slice(40, 43)] }, { maxTokens: 23 }, { maxTokens: 1000 }]) {
      const one = [request('r', { temperature: 0, ...more })];
      expect(written(await ask(guessing, one))).toEqual(written(await ask(plain, one)));
    }
  });
});

describe('a grammar', () => {
  const form = `root ::= "Similar: " line "\\nTechnique: " [a-z]{1,9} "\\nPlan:\\n" ("1. " line "\\n"){1,2}
    line ::= [A-Za-z0-9 ,.]*`;
  const shape = /^Similar: [A-Za-z0-9 ,.]*\nTechnique: [a-z]{1,9}\nPlan:\n(1\. [A-Za-z0-9 ,.]*\n){1,2}$/;

  test('holds every answer of a batch to it, whole even when it is cut', async () => {
    const requests = Array.from({ length: 24 }, (_, seed) =>
      request(`r${seed}`, { seed, grammar: form, temperature: 1, topP: 1, maxTokens: 33 + seed }),
    );
    const answers = await ask(guessing, [...requests, request('free')]);
    for (const { text } of answers.slice(0, 24)) expect(text).toMatch(shape);
    expect(answers[0].end.reason).toBe('length');
    const [free] = await ask(plain, [request('free')]);
    expect(answers[24].tokens).toEqual(free.tokens);
    expect(written(await ask(plain, requests))).toEqual(written(answers.slice(0, 24)));
  });

  test('forces tokens without a step each, and the answer is that of taking them one by one', async () => {
    const one = request('r', { grammar: form, temperature: 0.7 });
    const [jumped] = await ask(plain, [one]);
    // Where log-probabilities are wanted, every token has a step of its own.
    const [stepped] = await ask(plain, [{ ...one, logprobs: 0 }]);
    expect(jumped.tokens).toEqual(stepped.tokens);
    expect(jumped.end.measured.forced).toBeGreaterThan(10);
    expect(stepped.logprobs.map(({ token }) => token)).toEqual(stepped.tokens);
  });

  test('that may end, ends where the model stops; that must end, ends by itself', async () => {
    const [yes] = await ask(plain, [request('r', { grammar: 'root ::= "yes" | "no"' })]);
    expect(yes.text).toMatch(/^(yes|no)$/);
    expect(yes.end.reason).toBe('stop');
    const [empty] = await ask(plain, [request('r', { grammar: 'root ::= ""' })]);
    expect([empty.tokens, empty.end.reason]).toEqual([[], 'stop']);
    const [long] = await ask(plain, [request('r', { grammar: 'root ::= [a-z ]*', maxTokens: 5 })]);
    expect([long.tokens.length <= 5, /^[a-z ]*$/.test(long.text)]).toEqual([true, true]);
  });

  test.each<[Partial<Request>, RegExp]>([
    [{ grammar: 'root ::= "a' }, /line 1 of the grammar/],
    [{ grammar: 'root ::= [a-z]{61}' }, /only 60 may be written/],
    [{ grammar: 'root ::= "a"{95}', maxTokens: 500 }, /only 89 may be written/],
  ])('that cannot be used is refused before decoding: %j', async (more, message) => {
    expect(await errorOf(more)).toMatchObject({
      type: 'error',
      name: 'GrammarError',
      message: expect.stringMatching(message),
    });
  });

  test('works with a role, a stop string and equal prompts computed once', async () => {
    const more = { grammar: form, role: 'coder' as const, stop: ['Plan'] };
    const requests = [1, 2, 3].map((seed) => request(`r${seed}`, { ...more, seed }));
    const answers = await ask(guessing, requests);
    for (const { text, end } of answers) {
      expect(text).toMatch(/^Similar: .*\nTechnique: [a-z]+\n$/);
      expect(end.reason).toBe('stop');
    }
    expect(answers.map(({ end }) => end.usage.computedPromptTokens)).toEqual([40, 0, 0]);
  });

  test('is what info says can be asked for', () => {
    expect(plain.info.constrains).toEqual(['ebnf']);
  });
});

test('a mask allows or bans tokens, whatever the model would say', async () => {
  const [allowed] = await ask(plain, [request('r', { mask: { allow: [5, 7] } })]);
  expect(new Set(allowed.tokens)).toEqual(new Set([5, 7]));
  const [first] = await ask(plain, [request('r', { temperature: 0 })]);
  const ban = [...new Set(first.tokens)];
  const [banned] = await ask(plain, [request('r', { temperature: 0, mask: { ban } })]);
  expect(banned.tokens.filter((token) => ban.includes(token))).toEqual([]);
  expect(await errorOf({ mask: { allow: [] } })).toMatchObject({
    name: 'EngineError',
    message: /allows no token/,
  });
  const both = { mask: { ban: [1] }, grammar: 'root ::= "a"' };
  expect(await errorOf(both)).toMatchObject({ message: /contradict/ });
});

test('log-probabilities are those of the logits, a token each, the likeliest first', async () => {
  const one = request('r', { temperature: 0, logprobs: 3, maxTokens: 12 });
  const [plainly, [guessed]] = [await ask(plain, [one]), await ask(guessing, [one])];
  const [{ tokens, logprobs }] = plainly;
  expect(logprobs.map(({ token }) => token)).toEqual(tokens);
  for (const { token, logprob, top } of logprobs) {
    expect(top).toHaveLength(3);
    expect(top[0]).toEqual({ token, logprob });
    expect(logprob).toBeLessThan(0);
  }
  expect(guessed.logprobs).toEqual(logprobs);
  const all = (await ask(plain, [{ ...one, logprobs: 320, maxTokens: 1 }]))[0].logprobs[0].top as unknown as {
    logprob: number;
  }[];
  expect(all.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 5);
});

test.each<Partial<Request>>([
  { temperature: -1 },
  { temperature: Number.NaN },
  { topP: 1.5 },
  { topK: 2.5 },
  { repetitionPenalty: 0 },
  { seed: -1 },
  { logprobs: -1 },
])('a request that no draw can be made with is refused by name: %j', async (more) => {
  const error = await errorOf(more);
  expect(error).toMatchObject({
    name: 'EngineError',
    message: expect.stringContaining(Object.keys(more)[0]),
  });
});
