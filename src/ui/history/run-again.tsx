import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { SolveEvent } from '../../agents/events.ts';
import { optionsOfRun } from '../../agents/options.ts';
import type { Problem } from '../../judge/problem.ts';
import { useApp } from '../app-state.ts';
import { OtherTab } from '../frame/other-tab.tsx';
import { loadAsRecorded } from '../models/as-recorded.ts';
import { hrefOf } from '../route.ts';
import { createState, useValue } from '../state.ts';

interface Props {
  started: Extract<SolveEvent, { type: 'started' }>;
  problem: Problem;
}

const NEVER = createState(false);

/** Makes a run again as it was: the same problem, options, seed, model, kernels and packs give the same events. */
export function RunAgain({ started, problem }: Props): VNode {
  const app = useApp();
  const running = useValue(useValue(app.run)?.live ?? NEVER);
  const teaching = useValue(app.teaching);
  const [state, setState] = useState<'idle' | 'loading' | Error>('idle');
  const locked = running || teaching > 0 || state === 'loading';
  const run = async () => {
    setState('loading');
    try {
      await loadAsRecorded(app, started);
      const { value: listed } = app.problems;
      const known = listed.is === 'ready' && listed.value.some((one) => one.problem.id === problem.id);
      if (!known) await app.addProblem(problem);
      app.solve(problem, optionsOfRun(started.options));
      location.hash = hrefOf('solve', problem.id);
    } catch (error) {
      setState(error as Error);
    }
  };
  return (
    <>
      <button type="button" aria-disabled={locked} onClick={() => locked || void run()}>
        {state === 'loading' ? 'Loading its model…' : 'Run again'}
      </button>
      {state === 'loading' && <OtherTab />}
      {state instanceof Error && (
        <p class="notice error again" role="alert">
          {state.message}
        </p>
      )}
    </>
  );
}
