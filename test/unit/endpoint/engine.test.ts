import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { endpointEngine } from '../../../src/endpoint/engine.ts';
import {
  type EndpointFetch,
  endpointModels,
  endpointStream,
  expectModel,
} from '../../../src/endpoint/open.ts';
import type { EngineEvent, Request } from '../../../src/llm/engine.ts';
import { endpoint } from './server.ts';

type Body = { messages: { content: string }[]; stream: boolean };

const nodeFetch: EndpointFetch = async (url, init) => {
  const response = await fetch(url, init);
  return { ...pick(response), text: () => response.text() };
};
const pick = ({ status, headers, body }: Response) => ({ status, headers, body: body as never });

const send = (response: ServerResponse, ...data: unknown[]) => {
  for (const one of data) response.write(`data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`);
};
const delta = (content: string) => ({ choices: [{ delta: { content } }] });

const engineOf = (url: string, changes = {}) =>
  endpointEngine(endpointStream({ url, key: 'secret' }, nodeFetch), {
    ...{ model: 'm', host: 'there', contextLength: 4096, inFlight: 2, firstDelay: 1 },
    ...changes,
  });

const request = (id: string, content = `question ${id}`): Request => ({
  ...{ id, role: 'coder', prompt: { messages: [{ role: 'user', content }] }, maxTokens: 7 },
  ...{ seed: 0xffffffff, temperature: 0.5, topP: 0.9, topK: 0, repetitionPenalty: 1, stop: [] },
});

async function submit(
  engine: ReturnType<typeof engineOf>,
  ids: string[],
  signal = new AbortController().signal,
) {
  const events: EngineEvent[] = [];
  for await (const event of engine.submit(
    ids.map((id) => request(id)),
    signal,
  ))
    events.push(event);
  return events;
}

test('an answer comes as it is written, thinking apart, with what it cost', async () => {
  const seen: unknown[] = [];
  const url = await endpoint<Body | null>((body, response, { headers, url }) => {
    seen.push(url, headers.authorization, body);
    send(response, { choices: [{ delta: { role: 'assistant', reasoning_content: 'hm' } }] });
    send(response, delta('He'), delta('llo'), { choices: [{ delta: {}, finish_reason: 'stop' }] });
    send(response, { choices: [], usage: { prompt_tokens: 100, completion_tokens: 3 } }, '[DONE]');
    response.end();
  });
  expect(await submit(engineOf(url), ['a'])).toMatchObject([
    { type: 'token', request: 'a', channel: 'thinking', text: 'hm' },
    { type: 'token', request: 'a', channel: 'answer', text: 'He' },
    { type: 'token', request: 'a', channel: 'answer', text: 'llo' },
    { type: 'end', request: 'a', reason: 'stop', usage: { promptTokens: 100, completionTokens: 3 } },
  ]);
  expect(seen).toMatchObject([
    '/v1/chat/completions',
    'Bearer secret',
    { model: 'm', stream: true, max_tokens: 7, temperature: 0.5, top_p: 0.9, seed: 0x7fffffff },
  ]);
});

test('what may be thought is asked for with the answer, which an endpoint counts as one', async () => {
  const asked: unknown[] = [];
  const url = await endpoint<Body | null>((body, response) => {
    asked.push(body);
    send(response, delta('a'), '[DONE]');
    response.end();
  });
  const thinking = { ...request('a'), thinking: { maxTokens: 100 } };
  for await (const _ of engineOf(url).submit([thinking], new AbortController().signal));
  expect(asked).toMatchObject([{ max_tokens: 107 }]);
});

test('an endpoint that does not stream is read too, and a cut answer is told', async () => {
  const url = await endpoint((_, response) => {
    response.end(
      JSON.stringify({ choices: [{ message: { content: 'whole' }, finish_reason: 'length' }], usage: {} }),
    );
  });
  expect(await submit(engineOf(url), ['a'])).toMatchObject([
    { type: 'token', text: 'whole' },
    { type: 'end', reason: 'length' },
  ]);
});

test('events that are cut anywhere, even within a letter, are put together', async () => {
  const url = await endpoint(async (_, response) => {
    const bytes = Buffer.from(`data: ${JSON.stringify(delta('größer'))}\r\n\r\ndata: [DONE]\r\n\r\n`);
    for (let at = 0; at < bytes.length; at += 3) {
      response.write(bytes.subarray(at, at + 3));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    response.end();
  });
  expect((await submit(engineOf(url), ['a']))[0]).toMatchObject({ type: 'token', text: 'größer' });
});

test.each([
  [401, 'no such key', { name: 'EndpointError', reason: 'key', message: /401.*Check the key/ }],
  [404, 'model not found', { name: 'EndpointError', reason: 'model', message: /404.*name of the model/ }],
  [503, 'loading', { name: 'EndpointError', reason: 'down', message: /6 times.*503: loading/ }],
])('status %d (%s) ends the run and says why', async (status, body, { message, ...error }) => {
  const url = await endpoint((_, response) => void response.writeHead(status).end(body));
  await expect(submit(engineOf(url), ['a', 'b'])).rejects.toMatchObject({
    ...error,
    message: expect.stringMatching(message),
  });
});

test('a request that is refused is an error of its own, and the others are answered', async () => {
  const url = await endpoint<Body | null>((body, response) => {
    if (body!.messages[0]!.content.endsWith('a')) response.writeHead(400).end('too long');
    else {
      send(response, delta('fine'), '[DONE]');
      response.end();
    }
  });
  const events = await submit(engineOf(url), ['a', 'b']);
  expect(events).toContainEqual({
    ...{ type: 'error', request: 'a', name: 'RequestError' },
    message: expect.stringContaining('status 400: too long'),
  });
  expect(events).toContainEqual(expect.objectContaining({ type: 'end', request: 'b', reason: 'stop' }));
});

test('an endpoint that falls silent is given up', async () => {
  const url = await endpoint((_, response) => send(response, delta('and then')));
  await expect(submit(engineOf(url, { silence: 200 }), ['a'])).rejects.toMatchObject({
    name: 'EndpointError',
    reason: 'silent',
  });
});

test('an abort ends what is under way, closes the connection and tells each request', async () => {
  let closed = false;
  const url = await endpoint((_, response) => {
    response.on('close', () => {
      closed = true;
    });
    send(response, delta('a long story'));
  });
  const stop = new AbortController();
  const ends: EngineEvent[] = [];
  for await (const event of engineOf(url).submit([request('a'), request('b')], stop.signal)) {
    if (event.type === 'token') stop.abort();
    else ends.push(event);
  }
  expect(ends).toMatchObject(['a', 'b'].map((request) => ({ type: 'end', request, reason: 'abort' })));
  await expect.poll(() => closed).toBe(true);
});

test('while it is held, nothing is sent', async () => {
  let asked = 0;
  const url = await endpoint((_, response) => {
    asked++;
    send(response, delta('x'), '[DONE]');
    response.end();
  });
  const engine = engineOf(url);
  await engine.hold();
  await engine.hold();
  const events = submit(engine, ['a']);
  await engine.resume();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toBe(0);
  await engine.resume();
  expect((await events).at(-1)).toMatchObject({ type: 'end' });
});

test('the models that it has are listed, and a wrong name is told with the right ones', async () => {
  const url = await endpoint((_, response, { url, headers }) => {
    if (headers.authorization !== 'Bearer secret') response.writeHead(401).end('who are you?');
    else if (url === '/v1/models') response.end(JSON.stringify({ data: [{ id: 'qwen' }, { id: 'llama' }] }));
    else response.writeHead(404).end();
  });
  const { signal } = new AbortController();
  const known = { url: `${url}/`, key: 'secret' };
  expect(await endpointModels(known, nodeFetch, signal)).toEqual(['qwen', 'llama']);
  await expectModel(known, 'qwen', nodeFetch, signal);
  await expect(expectModel(known, 'gwen', nodeFetch, signal)).rejects.toThrow(/no model “gwen”.*qwen, llama/);
  await expect(endpointModels({ url, key: '' }, nodeFetch, signal)).rejects.toMatchObject({ reason: 'key' });
  expect(await endpointModels({ ...known, url: `${url}/other` }, nodeFetch, signal)).toBe(null);
});
