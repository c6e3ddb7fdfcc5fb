import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import type { SolveEvent } from '../../src/agents/events.ts';
import { followRun } from '../../src/ui/solve/live-run.ts';
import { RunPanel } from '../../src/ui/solve/run-panel.tsx';
import { EMPTY_RUN, fold } from '../../src/ui/solve/run-view.ts';
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

test('what a model writes is text, whatever it looks like', async () => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const events = aRun('run-1').map((event) =>
    event.type === 'answered' ? { ...event, text: hostile } : event,
  );
  show(events.slice(0, 12));
  root.querySelector<HTMLElement>('.plan-cell')!.click();
  await drawn();
  expect(root.textContent).toContain(hostile);
  expect(root.querySelector('img, script')).toBeNull();
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
