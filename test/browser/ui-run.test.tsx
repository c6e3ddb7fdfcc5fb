import { render, type VNode } from 'preact';
import { afterEach, expect, test } from 'vitest';
import type { SolveEvent } from '../../src/agents/events.ts';
import type { TestResult } from '../../src/judge/verdict.ts';
import { followRun } from '../../src/ui/solve/live-run.ts';
import { RunPanel } from '../../src/ui/solve/run-panel.tsx';
import { EMPTY_RUN, fold, foldLive } from '../../src/ui/solve/run-view.ts';
import { useReplay } from '../../src/ui/solve/use-replay.ts';
import '../../src/ui/frame/frame.css';
import '../../src/ui/solve/solve.css';
import { aProblem, aRun } from '../sample-run.ts';

const root = document.body.appendChild(document.createElement('div'));

function show(events: SolveEvent[], live = false): void {
  render(<RunPanel view={events.reduce(fold, EMPTY_RUN)} live={live} problem={aProblem} />, root);
}

/** Draws what was pressed or focused; Preact draws in a later turn of the event loop. */
const drawn = () => new Promise((resolve) => setTimeout(resolve, 50));

afterEach(() => render(null, root));

test('a run is drawn as five lanes, a tree of programs and the accepted program with its grade', () => {
  show(aRun('run-1'));
  const lanes = [...root.querySelectorAll('.lane-name')].map((lane) => lane.textContent);
  expect(lanes).toEqual(['switch', 'retriever', 'planner', 'coder', 'debugger', 'judge']);
  expect(root.querySelectorAll('.bar')).toHaveLength(10);
  expect([...root.querySelectorAll('.candidate .label')].map((label) => label.textContent)).toEqual([
    '1a',
    '2a',
    '2a′',
  ]);
  expect(root.querySelector('.accepted')?.textContent).toContain('Program 2a′ passes every sample');
  expect(root.querySelector('.grade')?.textContent).toContain('Accepted on 2 of 2 tests');
  expect(root.querySelector('.run-state')?.textContent).toContain('Solved after 2.5 s');
});

test('a program opens to its verdicts and to the change from its parent', async () => {
  show(aRun('run-1'));
  root.querySelectorAll<HTMLElement>('.candidate')[2]!.click();
  await drawn();
  const lines = [...root.querySelectorAll('.diff .line')].map((line) => [line.className, line.textContent]);
  expect(lines).toEqual([
    ['line same', 'print(1)\n'],
    ['line gone', 'print(2)\n'],
    ['line new', 'print(3)\n'],
  ]);
  root.querySelectorAll<HTMLElement>('.candidate')[0]!.click();
  await drawn();
  expect(root.querySelector('.detail')?.textContent).toContain(
    'Wrong answer on sample/1: line 1: expected 7, got 8',
  );
});

test('a program that was written without a plan stands under no plan', () => {
  const events = aRun('run-1');
  const judged = events.findLastIndex(({ type }) => type === 'judged');
  const direct = structuredClone(events[judged]) as Extract<SolveEvent, { type: 'judged' }>;
  Object.assign(direct.candidate, { id: 3, plan: 2, parent: null, round: 0 });
  show([...events.slice(0, judged + 1), direct]);
  const plans = [...root.querySelectorAll('.plan-cell')].map(({ textContent }) => textContent);
  expect(plans).toHaveLength(3);
  expect(plans.slice(0, 2).join()).not.toContain('No plan');
  expect(plans[2]).toBe('No planfrom the statement alone');
  expect(root.querySelectorAll('.candidate .label')[3]?.textContent).toBe('3a');
});

test('arrow keys go from bar to bar and open what they reach', async () => {
  show(aRun('run-1'));
  root.querySelector<HTMLElement>('.bar')!.focus();
  const press = (key: string) =>
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  press('ArrowRight');
  await drawn();
  expect(document.activeElement?.getAttribute('aria-label')).toContain('planner 1');
  expect(root.querySelector('.detail')?.textContent).toContain('read n; add what is even');
  press('ArrowDown');
  await drawn();
  expect(document.activeElement?.getAttribute('aria-label')).toContain('planner 2');
});

const HOSTILE =
  '<img src=x onerror="document.title=1"><script>document.title=2</script><a href="javascript:0">';

const at = { run: 'run-1', seq: 0, v: 1, measured: { at: 3_305 } } as const;

/** The run with what the archive had and with its programs compared. */
function aWholeRun(text: string): SolveEvent[] {
  const retrieval = { similar: text, technique: text, tutorial: text };
  const found = {
    ...at,
    type: 'found' as const,
    similar: [{ problem: 'p-2', title: text, likeness: 0.62, retrieval }],
  };
  const groups = [
    { candidates: [2], shared: 0.5 },
    { candidates: [0, 1], shared: 0.25 },
  ];
  const clustered = { ...at, type: 'clustered' as const, inputs: 12, dropped: 3, groups };
  const events = aRun('run-1');
  return [
    events[0]!,
    { ...found, measured: { at: 1_005 } },
    ...events.slice(1, 20),
    clustered,
    ...events.slice(20),
  ];
}

test('a run shows what the archive had of it, and which programs behave alike', () => {
  show(aWholeRun('Odd numbers'));
  expect(root.querySelector('.found summary')?.textContent).toBe('From the archive: Odd numbers, 62 % alike');
  expect(root.querySelector('.clusters')?.textContent).toContain('Compared on 12 generated inputs');
  const groups = [...root.querySelectorAll('.clusters li')].map((group) => group.textContent);
  expect(groups).toEqual(['2a′50 % of the others’ outputs', '1a 2a25 % of the others’ outputs']);
});

/** Every text of a run that a model, or a program that it wrote, can choose. */
function hostile(event: SolveEvent): SolveEvent {
  const bad = (result: TestResult): TestResult => ({
    ...{ ...result, verdict: 'WA', detail: HOSTILE, stdout: HOSTILE, stderr: HOSTILE, remark: HOSTILE },
    ...{ difference: { line: 1, column: 1, expected: HOSTILE, actual: HOSTILE } },
  });
  switch (event.type) {
    case 'requested':
      return { ...event, prompt: [{ role: 'user', content: HOSTILE }], dropped: [HOSTILE] };
    case 'answered':
      return { ...event, text: HOSTILE, formatFailure: HOSTILE };
    case 'judged': {
      const source = `${HOSTILE}\n${event.candidate.id}`;
      return { ...event, candidate: { ...event.candidate, source }, tests: event.tests.map(bad) };
    }
    case 'chosen':
      return { ...event, why: HOSTILE };
    case 'graded':
      return { ...event, tests: event.tests.map(bad) };
    case 'ended':
      return { ...event, how: 'failed', message: HOSTILE };
    default:
      return event;
  }
}

test('what a model and its programs write is text wherever it stands: streamed, opened, under the pointer', async () => {
  const { title } = document;
  const events = aWholeRun(HOSTILE).map(hostile);
  const streaming = foldLive(
    events.slice(0, 4).reduce(fold, EMPTY_RUN),
    {
      live: true,
      event: { type: 'token', request: 'a', channel: 'thinking', text: HOSTILE, tokens: [1] },
    },
    1_200,
  );
  const views = [streaming, events.slice(0, 12).reduce(fold, EMPTY_RUN), events.reduce(fold, EMPTY_RUN)];
  for (const view of views) {
    render(<RunPanel view={view} live={false} problem={aProblem} />, root);
    await drawn();
    for (const button of root.querySelectorAll<HTMLElement>('.bar, .candidate, .plan-cell')) {
      button.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
      button.click();
      await drawn();
      for (const details of root.querySelectorAll('details')) details.open = true;
      expect(root.textContent).toContain(HOSTILE);
      expect(root.querySelector('img, script, a')).toBeNull();
    }
  }
  expect(document.title).toBe(title);
});

test('the pointer shows what it rests on, and leaves what is open as it is', async () => {
  show(aRun('run-1'));
  const mended = root.querySelectorAll<HTMLElement>('.candidate')[2]!;
  mended.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
  await drawn();
  expect(root.querySelector('.peek')?.textContent).toContain('Program 2a′');
  expect([...root.querySelectorAll('.peek .new')].map((line) => line.textContent)).toEqual(['print(3)\n']);
  expect(root.querySelector('.detail')).toBeNull();
  mended.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
  await drawn();
  expect(root.querySelector('.peek')).toBeNull();
});

function Recorded({ events }: { events: SolveEvent[] }): VNode {
  const replay = useReplay(events)!;
  return <RunPanel view={replay.recording.whole} live={false} problem={aProblem} replay={replay} />;
}

test('a recorded run goes to any moment and plays on from there to its end', async () => {
  render(<Recorded events={aRun('run-1')} />, root);
  await drawn();
  const slider = root.querySelector<HTMLInputElement>('.replay input')!;
  expect(slider.value).toBe('2550');
  slider.value = '450';
  slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await drawn();
  expect(root.querySelector('.run-state')?.textContent).toBe('Round 0: the planner is writing, 2 at once…');
  expect(root.querySelector('.accepted')).toBeNull();
  const speed = root.querySelector<HTMLSelectElement>('.replay select')!;
  speed.value = '50';
  speed.dispatchEvent(new Event('change', { bubbles: true }));
  root.querySelector<HTMLElement>('.replay .play')!.click();
  await expect.poll(() => root.querySelector('.run-state')?.textContent).toContain('Solved after 2.5 s');
  await expect.poll(() => root.querySelector('.replay .play')?.textContent).toBe('Play');
});

test('a run that was cut off says so', () => {
  show(aRun('run-1').slice(0, 12));
  expect(root.querySelector('.run-state')?.textContent).toContain('Interrupted');
});

test('an event is shown only when it is stored', async () => {
  const events = aRun('run-1').slice(0, 3);
  const stored: number[] = [];
  let writes = (): void => {};
  const gate = new Promise<void>((resolve) => {
    writes = resolve;
  });
  const run = followRun({
    run: 'run-1',
    problem: aProblem,
    events: (async function* () {
      yield* events;
    })(),
    keep: async (event) => {
      if (event.seq === 2) await gate;
      stored.push(event.seq);
    },
    stop: () => {},
    onError: () => {},
  });
  await drawn();
  expect(stored).toEqual([0, 1]);
  expect(run.view.value.requests).toEqual([]);
  writes();
  await drawn();
  expect(run.view.value.requests).toHaveLength(1);
  expect(run.live.value).toBe(false);
});

test('a run that cannot be stored is stopped and the reason told', async () => {
  const told: string[] = [];
  let stopped = false;
  const run = followRun({
    run: 'run-1',
    problem: aProblem,
    events: (async function* () {
      yield* aRun('run-1');
    })(),
    keep: () => Promise.reject(new Error('the disk is full')),
    stop: () => {
      stopped = true;
    },
    onError: (error) => told.push(error.message),
  });
  await drawn();
  expect({ told, stopped, live: run.live.value }).toEqual({
    told: ['the disk is full'],
    stopped: true,
    live: false,
  });
});
