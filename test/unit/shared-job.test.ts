import { expect, test } from 'vitest';
import { SharedJob } from '../../src/shared-job.ts';

/** A job that ends when it is told to, or is aborted. */
function job(): { job: SharedJob<string>; finish(): void; aborted(): boolean } {
  let finish = (): void => {};
  let given: AbortSignal | null = null;
  const shared = new SharedJob<string>((signal) => {
    given = signal;
    return new Promise((resolve, reject) => {
      finish = () => resolve('done');
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  });
  return { job: shared, finish: () => finish(), aborted: () => given!.aborted };
}

test('all who wait get the result', async () => {
  const { job: shared, finish } = job();
  const never = new AbortController().signal;
  const all = Promise.all([shared.wait(never), shared.wait(never)]);
  finish();
  expect(await all).toEqual(['done', 'done']);
  expect(await shared.wait(never)).toBe('done');
  expect(shared.abandoned).toBe(false);
});

test('one who leaves hears of it at once, and the work goes on for the others', async () => {
  const { job: shared, finish, aborted } = job();
  const leaving = new AbortController();
  const left = shared.wait(leaving.signal);
  const stayed = shared.wait(new AbortController().signal);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  expect(aborted()).toBe(false);
  finish();
  expect(await stayed).toBe('done');
});

test('when the last has left the work is aborted, and another has to be begun', async () => {
  const { job: shared, aborted } = job();
  const leaving = new AbortController();
  const waits = [shared.wait(leaving.signal), shared.wait(leaving.signal)];
  leaving.abort(new Error('left'));
  for (const wait of waits) await expect(wait).rejects.toThrow('left');
  expect(aborted()).toBe(true);
  expect(shared.abandoned).toBe(true);
});

test('one who comes with a signal that has aborted starts nothing to wait for', async () => {
  const { job: shared, finish } = job();
  const stayed = shared.wait(new AbortController().signal);
  await expect(shared.wait(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  finish();
  expect(await stayed).toBe('done');
});
