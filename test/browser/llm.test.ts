import { afterEach, expect, test } from 'vitest';
import type { Engine, Request } from '../../src/llm/engine.ts';
import { loadRemoteEngine } from '../../src/remote-engine.ts';
import { tokensOf as answers, aRequest } from './llm-requests.ts';

const PACKED = '/test/fixtures/llm/packed';
const quiet = new AbortController().signal;

let engine: Engine | null = null;
afterEach(async () => {
  await engine?.dispose();
  engine = null;
});

function worker(): Worker {
  return new Worker(new URL('../../workers/llm.worker.ts', import.meta.url), { type: 'module' });
}

const request = (id: string, more: Partial<Request> = {}): Request =>
  aRequest(id, { temperature: 0.8, topP: 0.95, ...more });

test('a page loads a model into a worker and is told of progress', async () => {
  const progress: number[][] = [];
  engine = await loadRemoteEngine(
    worker(),
    { baseUrl: PACKED, onProgress: (...step) => progress.push(step) },
    quiet,
  );
  expect(engine.info).toMatchObject({ model: 'tiny-random', executor: 'cpu', adapter: 'WebAssembly SIMD' });
  expect(engine.info.packs).toMatchObject([{ role: 'coder', promptHash: 'golden' }]);
  await expect.poll(() => progress).toEqual([[40320, 40320]]);
  expect(await engine.countTokens({ text: 'Read n and n integers, print the sum of the even ones.' })).toBe(
    28,
  );
});

test('both kernels write the same answers for the same seeds', async () => {
  const written = [];
  for (const kernels of ['simd', 'typescript'] as const) {
    engine = await loadRemoteEngine(worker(), { baseUrl: PACKED, kernels }, quiet);
    written.push(
      await answers(engine.submit([request('a'), request('b', { role: 'coder', seed: 8 })], quiet)),
    );
    await engine.dispose();
  }
  expect(Object.keys(written[0])).toEqual(['a', 'b']);
  expect(written[0]).toEqual(written[1]);
});

test('an answer is held to a grammar in the worker, and one that cannot be is refused by name', async () => {
  engine = await loadRemoteEngine(worker(), { baseUrl: PACKED }, quiet);
  expect(engine.info.constrains).toEqual(['ebnf']);
  const grammar = 'root ::= "Sum: " [0-9]{1,4} "\\n"';
  const requests = [request('held', { grammar }), request('never', { grammar: 'root ::= "a' })];
  let text = '';
  const errors: string[] = [];
  for await (const event of engine.submit(requests, quiet)) {
    if (event.type === 'token') text += event.text;
    if (event.type === 'error') errors.push(`${event.request} ${event.name}`);
  }
  expect(text).toMatch(/^Sum: [0-9]{1,4}\n$/);
  expect(errors).toEqual(['never GrammarError']);
});

test('an abort on the page ends what runs in the worker', async () => {
  engine = await loadRemoteEngine(worker(), { baseUrl: PACKED }, quiet);
  const controller = new AbortController();
  const requests = Array.from({ length: 200 }, (_, i) => request(`${i}`, { maxTokens: 1000, seed: i }));
  const reasons: string[] = [];
  for await (const event of engine.submit(requests, controller.signal)) {
    controller.abort();
    if (event.type === 'end') reasons.push(event.reason);
  }
  expect(reasons).toHaveLength(200);
  expect(reasons).toContain('abort');
});

test('a role is proven in the worker', async () => {
  engine = await loadRemoteEngine(worker(), { baseUrl: PACKED }, quiet);
  expect(await engine.verifyRole('coder')).toMatchObject({ role: 'coder', ok: true });
  expect(await engine.verifyRole(null)).toMatchObject({ role: null, ok: true });
});

test('a model that is not there says so by name', async () => {
  await expect(
    loadRemoteEngine(worker(), { baseUrl: '/test/fixtures/nowhere' }, quiet),
  ).rejects.toMatchObject({
    name: 'WeightsError',
    path: 'mlc-chat-config.json',
    message: expect.stringContaining('missing from nowhere'),
  });
});

test('a worker whose script is not there says so', async () => {
  const broken = new Worker(new URL('data:text/javascript,throw new Error("no")'), { type: 'module' });
  await expect(loadRemoteEngine(broken, { baseUrl: PACKED }, quiet)).rejects.toMatchObject({
    name: 'WorkerError',
    message: expect.stringContaining('broke down'),
  });
});

test('loading can be aborted', async () => {
  const controller = new AbortController();
  const loading = loadRemoteEngine(worker(), { baseUrl: PACKED }, controller.signal);
  controller.abort();
  await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
});
