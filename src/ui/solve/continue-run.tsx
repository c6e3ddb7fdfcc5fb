import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { SolveEvent } from '../../agents/events.ts';
import { canContinue } from '../../agents/trail.ts';
import type { Problem } from '../../judge/problem.ts';
import { openRunOf, readRun } from '../../store/runs.ts';
import { useApp } from '../app-state.ts';
import { loadAsRecorded } from '../models/as-recorded.ts';
import { hrefOf } from '../route.ts';
import { createState, useLoaded, useValue } from '../state.ts';
import { count, moment } from '../words.ts';
import { isHeld } from './run-lock.ts';

const NEVER = createState(false);

/** Whether a run is live in this tab, and which was last. */
function useLatest(): { run: string | null; live: boolean } {
  const run = useValue(useApp().run);
  return { run: run?.run ?? null, live: useValue(run?.live ?? NEVER) };
}

/** On a problem's page: its last run, where it did not come to its end, and the button that goes on with it. */
export function OpenRun({ problem }: { problem: Problem }): VNode | null {
  const { run, live } = useLatest();
  const find = async () => {
    const open = live ? null : await openRunOf(problem.id);
    return open && !(await isHeld(open.run)) ? open : null;
  };
  const { value: open } = useLoaded(find, `${problem.id} ${run} ${live}`);
  if (!open) return null;
  const { how, startedAt, candidates } = open;
  return (
    <div class="notice open-run">
      <span>
        A run of {moment(startedAt)}{' '}
        {how === null ? 'was interrupted' : how === 'failed' ? 'failed' : 'was stopped'} after{' '}
        {count(candidates, 'program')}. <a href={hrefOf('history', open.run)}>Look at it</a>
      </span>
      <ContinueRun run={open.run} />
    </div>
  );
}

interface Kept {
  events: SolveEvent[];
  problem: Problem;
}

/** What is kept of a run that can go on; null of any other. */
async function readOpen(run: string): Promise<Kept | null> {
  const { events, problem } = await readRun(run);
  return problem && canContinue(events) && !(await isHeld(run)) ? { events, problem } : null;
}

/** Goes on with a run where it was cut off, with the model, kernels and packs that it began with; nothing where it cannot. */
export function ContinueRun({ run }: { run: string }): VNode | null {
  const app = useApp();
  const latest = useLatest();
  const [state, setState] = useState<'idle' | 'loading' | Error>('idle');
  const { value: kept } = useLoaded(() => readOpen(run), `${run} ${latest.live}`);
  if (!kept) return null;
  const locked = latest.live || state === 'loading';
  const go = async () => {
    setState('loading');
    try {
      const { events, problem } = kept;
      const [started] = events;
      if (started?.type === 'started') await loadAsRecorded(app, started);
      const { value: listed } = app.problems;
      const known = listed.is === 'ready' && listed.value.some((one) => one.problem.id === problem.id);
      if (!known) await app.addProblem(problem);
      app.continueRun(problem, events);
      location.hash = hrefOf('solve', problem.id);
      setState('idle');
    } catch (error) {
      setState(error as Error);
    }
  };
  return (
    <>
      <button type="button" class="primary" aria-disabled={locked} onClick={() => locked || void go()}>
        {state === 'loading' ? 'Loading its model…' : 'Continue'}
      </button>
      {state instanceof Error && (
        <p class="notice error again" role="alert">
          {state.message}
        </p>
      )}
    </>
  );
}
