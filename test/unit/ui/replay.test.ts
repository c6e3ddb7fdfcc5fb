import { expect, test } from 'vitest';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { layOut } from '../../../src/ui/solve/lanes.ts';
import { record } from '../../../src/ui/solve/replay.ts';
import { EMPTY_RUN, fold } from '../../../src/ui/solve/run-view.ts';
import { totalsOf } from '../../../src/ui/solve/totals.ts';
import { aRun } from '../../sample-run.ts';

const events = aRun('run-1');
const recording = record(events);

test('at its end a recorded run is what its events fold to, and at its beginning it has just started', () => {
  expect(recording.viewAt(recording.span)).toEqual(events.reduce(fold, EMPTY_RUN));
  expect(recording.viewAt(0)).toMatchObject({ requests: [], ended: null });
  expect(recording.stepAt(0)).toBe(1);
  expect(recording.stepAt(recording.span)).toBe(events.length);
});

test('an answer that was being written at a moment is there as far as it had come', () => {
  // The retriever wrote from 1,030 to 1,400; the run began at 1,000.
  const { requests } = recording.viewAt(215);
  expect(requests[0]).toMatchObject({ text: 'filter ', tokens: 20, answered: null });
  expect(recording.viewAt(20).requests[0]).toMatchObject({ text: '', tokens: 0 });
});

test('every step of a recording stands at the moment of its event', () => {
  for (const [i, at] of recording.moments.entries())
    expect(recording.stepAt(at)).toBeGreaterThanOrEqual(i + 1);
});

/** The run, interrupted for an hour after its first answers. */
const interrupted: SolveEvent[] = [
  ...events.slice(0, 10),
  { run: 'run-1', seq: 10, v: 1, measured: { at: 3_600_000 }, type: 'continued' },
  ...events.slice(10).map((event) => ({
    ...event,
    seq: event.seq + 1,
    measured: { ...event.measured, at: event.measured.at + 3_600_000 - 1_860 },
  })),
];

test('the time in which nobody worked counts for nothing: a continued run is as long as one that never stopped', () => {
  const whole = interrupted.reduce(fold, EMPTY_RUN);
  const { to, from } = events.reduce(fold, EMPTY_RUN);
  expect(Math.abs(whole.to - whole.from - (to - from))).toBeLessThan(20);
  expect(record(interrupted).span).toBe(whole.to - whole.from);
});

test('in a replay the axis is that of the whole run, whatever stands on it yet', () => {
  const view = recording.viewAt(500);
  expect(layOut(view, view.to, recording.span).span).toBe(recording.span);
});

test('a bar begins when its role had its pack on, so that switching shows as a gap', () => {
  const late = events.map((event) =>
    event.type === 'switched' && event.to === 'coder'
      ? { ...event, measured: { at: 2_000, ms: 130 } }
      : event,
  );
  const { lanes } = layOut(late.reduce(fold, EMPTY_RUN), 0);
  expect(lanes[2]?.rows.map(([bar]) => bar?.from)).toEqual([1_000, 1_000]);
});

test('a run says what it took: tokens written and read, switches, programs and the speed while it wrote', () => {
  const totals = totalsOf(recording.whole, 0);
  // Six answers of 40 tokens; requests were open for 380, 430, 450 and 380 ms.
  expect(totals).toMatchObject({
    ms: 2_550,
    written: 240,
    prompt: 720,
    switches: 4,
    switchMs: 36,
    programs: 3,
  });
  expect(totals.perSecond).toBeCloseTo(240 / 1.64);
});

test('a plan wears the confidence that its planner gave it', () => {
  const sure = events.map((event) =>
    event.type === 'answered' && event.request === 'b'
      ? { ...event, parsed: { steps: ['read n'], confidence: 85 } }
      : event,
  );
  const { requests } = sure.reduce(fold, EMPTY_RUN);
  expect(requests.map(({ answered }) => answered?.confidence)).toEqual([null, 85, null, null, null, null]);
});
