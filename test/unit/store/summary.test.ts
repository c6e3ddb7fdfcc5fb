import { expect, test } from 'vitest';
import { type RunSummary, summarise } from '../../../src/store/summary.ts';
import { aRun } from '../../sample-run.ts';

test('a summary grows with the events of its run', () => {
  const events = aRun('run-1');
  const summary = events.reduce<RunSummary | null>(summarise, null);
  expect(summary).toEqual({
    run: 'run-1',
    problem: 'p-1',
    title: 'Sum of the odd numbers',
    language: 'python',
    model: 'quartet-tiny',
    startedAt: 1_000,
    how: 'solved',
    grade: 'AC',
    ms: 2_550,
    still: 0,
    candidates: 3,
  });
});

test('a run without its ending is summarised as far as it went', () => {
  const interrupted = aRun('run-1').slice(0, -2);
  const summary = interrupted.reduce<RunSummary | null>(summarise, null);
  expect(summary).toMatchObject({ how: null, grade: null, candidates: 3 });
});

test('the time in which an interrupted run lay still is not its own', () => {
  const events = aRun('run-1');
  const pause = 60_000;
  const later = events.slice(12).map((event) => ({
    ...event,
    measured: { ...event.measured, at: event.measured.at + pause },
  }));
  const stopped = { ...events[11]!, type: 'ended' as const, how: 'stopped' as const, message: 'Stopped.' };
  const continued = { ...later[0]!, type: 'continued' as const };
  const whole = [...events.slice(0, 12), stopped, continued];
  expect(whole.reduce<RunSummary | null>(summarise, null)).toMatchObject({ how: null });
  const summary = [...whole, ...later].reduce<RunSummary | null>(summarise, null);
  expect(summary).toMatchObject({ how: 'solved' });
  expect(summary!.ms).toBeLessThanOrEqual(2_550);
});
