import { expect, test } from 'vitest';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { layOut } from '../../../src/ui/solve/lanes.ts';
import { EMPTY_RUN, fold, foldLive, speakingRole } from '../../../src/ui/solve/run-view.ts';
import { aRun } from '../../sample-run.ts';

const tokenOf = (text: string, tokens: number[]) =>
  ({ type: 'token', request: 'a', channel: 'answer', text, tokens }) as const;

const whole = aRun('run-1').reduce(fold, EMPTY_RUN);

test('a finished run shows its programs as a tree of plans, mended ones with a prime', () => {
  const tree = whole.candidates.map(({ label, candidate }) => [label, candidate.parent]);
  expect(tree).toEqual([
    ['1a', null],
    ['2a', null],
    ['2a′', 1],
  ]);
});

test('the chosen program, its grade and the ending come from the events', () => {
  expect(whole.chosen?.candidate).toBe(2);
  expect(whole.grade).toMatchObject({ candidate: 2, verdict: 'AC' });
  expect(whole.ended).toMatchObject({ how: 'solved', at: 3_550 });
});

test('streamed tokens show at once and give way to the answer', () => {
  const events = aRun('run-1');
  const asked = events.slice(0, 3).reduce(fold, EMPTY_RUN);
  const token = tokenOf('fil', [5, 6]);
  const streaming = foldLive(asked, { live: true, event: token }, 1_100);
  expect(speakingRole(streaming)).toBe('retriever');
  expect(streaming.requests[0]).toMatchObject({
    text: 'fil',
    tokens: 2,
    streamedFrom: 1_100,
    answered: null,
  });
  const done = fold(streaming, events[3]!);
  expect(speakingRole(done)).toBeNull();
  expect(done.requests[0]).toMatchObject({ text: 'filter a list', tokens: 40 });
});

test('what a model thinks stands apart from its answer, while it streams and as it is kept', () => {
  const events = aRun('run-1');
  const asked = events.slice(0, 3).reduce(fold, EMPTY_RUN);
  const thought = { ...tokenOf('hm', [7]), channel: 'thinking' } as const;
  const thinking = foldLive(asked, { live: true, event: thought }, 1_100);
  expect(thinking.requests[0]).toMatchObject({ thinking: 'hm', text: '', tokens: 1 });
  const answered = { ...events[3], thinking: 'hm, a filter' } as Extract<SolveEvent, { type: 'answered' }>;
  const done = fold(thinking, answered).requests[0];
  expect(done).toMatchObject({ thinking: 'hm, a filter', text: 'filter a list' });
  expect(fold(thinking, events[3]!).requests[0]).toMatchObject({ thinking: '' });
});

test('a token of a request that was answered, or never asked, changes nothing', () => {
  const token = tokenOf('x', [5]);
  expect(foldLive(whole, { live: true, event: token }, 9_000)).toBe(whole);
  expect(foldLive(EMPTY_RUN, { live: true, event: token }, 9_000)).toBe(EMPTY_RUN);
});

test('the same events give the same view, live or replayed', () => {
  const token = tokenOf('fil', [5]);
  const live = aRun('run-1').reduce((view, event) => {
    const streamed = foldLive(view, { live: true, event: token }, event.measured.at);
    return fold(streamed, event);
  }, EMPTY_RUN);
  const timeless = (view: typeof live) =>
    view.requests.map((request) => ({ ...request, streamedFrom: null }));
  expect(timeless(live)).toEqual(timeless(whole));
  expect({ ...live, requests: [] }).toEqual({ ...whole, requests: [] });
});

test('the timeline gives each role a lane and bars that overlap rows of their own', () => {
  const { lanes, span, switches } = layOut(whole, 99_000);
  expect(lanes.map(({ name, rows }) => [name, rows.map((row) => row.length)])).toEqual([
    ['retriever', [1]],
    ['planner', [1, 1]],
    ['coder', [1, 1]],
    ['debugger', [1]],
    ['judge', [4]],
  ]);
  expect(span).toBe(2_550);
  expect(switches.map(({ to }) => to)).toEqual(['retriever', 'planner', 'coder', 'debugger']);
});

test('the bar of an open request reaches to now', () => {
  const asked = aRun('run-1').slice(0, 3).reduce(fold, EMPTY_RUN);
  const { lanes, span } = layOut(asked, 3_000);
  expect(span).toBe(2_000);
  expect(lanes[0]?.rows[0]?.[0]).toMatchObject({ from: 20, to: 2_000, open: true });
});

test('what the archive had, and how the programs compared, is in the view', () => {
  const [started] = aRun('run-1');
  const similar = [
    {
      problem: 'p-2',
      title: 'Other',
      likeness: 0.5,
      retrieval: { similar: 's', technique: 'total', tutorial: 't' },
    },
  ];
  const groups = [{ candidates: [0, 2], shared: 1 }];
  const base = { run: 'run-1', v: 1 as const, measured: { at: 2000 } };
  const view = fold(fold(fold(EMPTY_RUN, started!), { ...base, seq: 1, type: 'found', similar }), {
    ...base,
    seq: 2,
    type: 'clustered',
    inputs: 3,
    dropped: 1,
    groups,
  });
  expect(view).toMatchObject({ found: similar, clustered: { inputs: 3, dropped: 1, groups } });
});
