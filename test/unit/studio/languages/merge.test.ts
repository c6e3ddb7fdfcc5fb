import { afterEach, expect, test } from 'vitest';
import { merge } from '../../../../src/studio/agents/merge.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const unheard: unknown[] = [];
const note = (reason: unknown) => void unheard.push(reason);
process.on('unhandledRejection', note);
afterEach(() => void process.off('unhandledRejection', note));

async function* source(name: string, ms: number, count: number, fails = false) {
  for (let i = 0; i < count; i++) {
    await wait(ms);
    yield `${name}${i}`;
  }
  if (fails) throw new Error(`${name} failed`);
}

test('what comes first is given first, and all of it', async () => {
  let goOn = () => {};
  const later = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  async function* slow() {
    await later;
    yield* ['a0', 'a1'];
  }
  const given: string[] = [];
  for await (const one of merge([slow(), source('b', 1, 3)])) {
    given.push(one);
    if (given.length === 3) goOn();
  }
  expect(given).toEqual(['b0', 'b1', 'b2', 'a0', 'a1']);
});

test('a failure is heard even if nobody listens when it comes', async () => {
  const slow = async () => {
    for await (const _ of merge([source('a', 1, 1, true), source('b', 1, 1, true)])) await wait(30);
  };
  await expect(slow()).rejects.toThrow('failed');
  await wait(10);
  expect(unheard).toEqual([]);
});
