import { afterAll, expect, test } from 'vitest';
import { connect } from '../../src/bridge.ts';
import type { EchoApi } from './bridge-echo.worker.ts';

const worker = new Worker(new URL('./bridge-echo.worker.ts', import.meta.url), { type: 'module' });
const remote = connect<EchoApi>(worker);
afterAll(() => worker.terminate());

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

test('an async iterator crosses, item by item, and ends', async () => {
  const items: number[] = [];
  for await (const item of await remote.count(5)) items.push(item);
  expect(items).toEqual([0, 1, 2, 3, 4]);
});

test('leaving an iterator early ends the generator at the other side', async () => {
  for await (const item of await remote.count(1_000_000)) if (item === 3) break;
  await expect.poll(() => remote.left()).toContain('count 1000000');
});

test('an error keeps its name, message and fields', async () => {
  const error = await caught(remote.fail());
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'ShelfError',
    message: 'the shelf is empty',
    shelf: 3,
    books: ['a', 'b'],
  });
});

test('an iterator that fails gives its items first, then its error', async () => {
  const items: number[] = [];
  const error = await caught(
    (async () => {
      for await (const item of await remote.failAfter(2)) items.push(item);
    })(),
  );
  expect(items).toEqual([0, 1]);
  expect(error).toMatchObject({ name: 'ShelfError', message: 'nothing left', shelf: 3 });
});

test('what is thrown without being an error arrives as it is', async () => {
  expect(await caught(remote.throwText())).toBe('plain');
});

test('a signal deep in an argument aborts at the other side, with its reason', async () => {
  const controller = new AbortController();
  const quiet = new AbortController().signal;
  const steps = [
    { signal: quiet, name: 'first' },
    { signal: controller.signal, name: 'second' },
  ];
  expect(await remote.names({ steps })).toEqual(['first', 'second']);
  const waiting = caught(remote.wait({ steps }));
  controller.abort();
  expect(await waiting).toMatchObject({ name: 'AbortError' });
  expect(await waiting).toBeInstanceOf(DOMException);
});

test('a signal that was aborted before arrives aborted', async () => {
  const signal = AbortSignal.abort(new Error('too late'));
  const steps = [signal, signal].map((each) => ({ signal: each, name: '' }));
  expect(await caught(remote.wait({ steps }))).toMatchObject({ message: 'too late' });
});
