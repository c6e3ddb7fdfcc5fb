import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { EngineEvent, Request } from '../../../src/llm/engine.ts';
import { metered } from '../../../src/studio/teachers/meter.ts';
import { openaiTeacher } from '../../../src/studio/teachers/openai-teacher.ts';
import type { StudioProblem } from '../../../src/studio/teachers/teacher.ts';
import { sender } from '../../../tools/studio/teachers.ts';
import { endpoint } from '../endpoint/server.ts';

type Body = { model: string; messages: { content: string }[]; max_tokens: number; seed: number };

const answer = (response: ServerResponse, content: string, reason = 'stop') =>
  response.end(
    JSON.stringify({
      choices: [{ message: { role: 'assistant', content }, finish_reason: reason }],
      usage: { prompt_tokens: 100, completion_tokens: 10 },
    }),
  );

const teacher = (url: string, inFlight = 2) =>
  openaiTeacher({
    ...{ model: 'm', send: sender(url, 'secret'), inFlight, contextLength: 4096, firstDelay: 1 },
    prices: { prompt: 2, completion: 10 },
  });

const request = (id: string): Request => ({
  ...{ id, role: null, prompt: { messages: [{ role: 'user', content: `question ${id}` }] }, maxTokens: 7 },
  ...{ seed: 0xffffffff, temperature: 0.5, topP: 0.9, topK: 0, repetitionPenalty: 1, stop: [] },
});

async function submit(
  made: ReturnType<typeof teacher>,
  ids: string[],
  signal = new AbortController().signal,
) {
  const events: EngineEvent[] = [];
  const engine = made.engineFor({} as StudioProblem);
  for await (const event of engine.submit(ids.map(request), signal)) events.push(event);
  return events;
}
const texts = (events: EngineEvent[]) =>
  events.flatMap((event) => (event.type === 'token' ? [event.text] : []));

test('answers come in the order of the requests, and tokens and money are counted', async () => {
  const seen: [string | undefined, string | undefined, Body][] = [];
  const url = await endpoint<Body>((body, response, { url: path, headers }) => {
    seen.push([path, headers.authorization, body]);
    answer(response, `to ${body.messages[0]!.content}`);
  });
  const { teacher: made, spent } = metered(teacher(url));
  expect(texts(await submit(made, ['a', 'b', 'c']))).toEqual([
    'to question a',
    'to question b',
    'to question c',
  ]);
  expect(seen[0]).toMatchObject([
    '/v1/chat/completions',
    'Bearer secret',
    { model: 'm', max_tokens: 7, temperature: 0.5, top_p: 0.9, seed: 0x7fffffff },
  ]);
  const { cost, ...counts } = spent();
  expect(counts).toEqual({ requests: 3, promptTokens: 300, completionTokens: 30 });
  expect(cost).toBeCloseTo(0.0009, 10);
});

test('no more than N requests are under way at once', async () => {
  let open = 0;
  let most = 0;
  const url = await endpoint(async (_, response) => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 20));
    open--;
    answer(response, 'x');
  });
  const made = teacher(url, 3);
  await Promise.all([submit(made, ['a', 'b', 'c', 'd']), submit(made, ['e', 'f', 'g', 'h'])]);
  expect(most).toBe(3);
});

test('what may pass is tried again: 429 after the time it names, 500, and a connection that breaks', async () => {
  let tries = 0;
  const url = await endpoint((_, response) => {
    tries++;
    if (tries === 1) response.writeHead(429, { 'retry-after': '0' }).end('slow down');
    else if (tries === 2) response.writeHead(500).end('oops');
    else if (tries === 3) response.destroy();
    else answer(response, 'at last', 'length');
  });
  const events = await submit(teacher(url), ['a']);
  expect(tries).toBe(4);
  expect(texts(events)).toEqual(['at last']);
  expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'length' });
});

test.each([
  [400, 'too long', 1, 'refused a request, status 400: too long'],
  [200, '{"choices": []}', 1, 'has no choices[0].message.content'],
  [200, 'hello', 1, 'is no JSON: hello'],
])(
  'status %d with %j is an error of that request alone after %d try, which says so',
  async (status, body, wanted, message) => {
    let tries = 0;
    const url = await endpoint((_, response) => {
      tries++;
      response.writeHead(status).end(body);
    });
    expect(await submit(teacher(url), ['a'])).toMatchObject([
      { type: 'error', request: 'a', message: expect.stringContaining(message) },
    ]);
    expect(tries).toBe(wanted);
  },
);

test.each([
  [401, 'no such key', 1, 'refuses requests, status 401: no such key'],
  [503, 'down', 6, 'failed 6 times, last with status 503: down'],
])(
  'status %d with %j ends everything after %d tries, for no request will be answered',
  async (status, body, wanted, message) => {
    let tries = 0;
    const url = await endpoint((_, response) => {
      tries++;
      response.writeHead(status).end(body);
    });
    await expect(submit(teacher(url), ['a'])).rejects.toThrow(message);
    expect(tries).toBe(wanted);
  },
);

test('an abort ends the wait for the next try', async () => {
  const controller = new AbortController();
  const url = await endpoint((_, response) => {
    response.writeHead(429, { 'retry-after': '20' }).end();
    controller.abort(new Error('stopped by hand'));
  });
  await expect(submit(teacher(url), ['a'], controller.signal)).rejects.toThrow('stopped by hand');
});
