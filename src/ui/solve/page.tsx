import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import type { LoadedInfo } from '../../llm/build-pack.ts';
import { ROLES } from '../../llm/engine.ts';
import { readEvents } from '../../store/runs.ts';
import { EMBEDDED_MODEL } from '../../store/settings.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { Downloads } from '../downloads/downloads.tsx';
import { OtherTab } from '../frame/other-tab.tsx';
import { ProblemPicker } from '../problems/picker.tsx';
import { hrefOf } from '../route.ts';
import { createState, useLoaded, useValue } from '../state.ts';
import { Statement } from '../statement/statement.tsx';
import { OpenRun } from './continue-run.tsx';
import { IdlePanel } from './idle-panel.tsx';
import type { LiveRun } from './live-run.ts';
import { MissingStatement } from './missing-statement.tsx';
import { Options } from './options.tsx';
import { RunPanel } from './run-panel.tsx';
import { useReplay } from './use-replay.ts';
import './solve.css';

/** Statement at the left; at the right the button, and the run as it happens. */
export function SolvePage({ problem }: { problem: Problem }): VNode {
  const app = useApp();
  const run = useValue(app.run);
  const shown = run?.problem.id === problem.id ? run : null;
  return (
    <main class="page solve-page">
      <aside>
        <ProblemPicker page="solve" problem={problem} />
        <Statement problem={problem} />
      </aside>
      <div class="solve-main">
        {problem.statement.trim() === '' ? (
          <MissingStatement key={problem.id} problem={problem} />
        ) : (
          <SolveBar problem={problem} run={run} />
        )}
        <OpenRun problem={problem} />
        <Downloads />
        {shown ? <LivePanel key={shown.run} run={shown} /> : <IdlePanel />}
      </div>
    </main>
  );
}

/** The run as it happens; when it is over, the same from what was kept of it, with the way back through it. */
function LivePanel({ run }: { run: LiveRun }): VNode {
  const view = useValue(run.view);
  const live = useValue(run.live);
  // Where nothing could be kept there is nothing to go back through; that was told when it happened.
  const { value: events } = useLoaded(async () => (live ? null : await readEvents(run.run)), live);
  const replay = useReplay(events);
  return <RunPanel view={view} live={live} problem={run.problem} replay={replay} />;
}

function SolveBar({ problem, run }: { problem: Problem; run: LiveRun | null }): VNode {
  const app = useApp();
  const engine = useValue(app.model.engine);
  const live = useRunning(run);
  const [wanted, setWanted] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const ready = engine.is === 'ready';

  useEffect(() => {
    button.current?.focus({ preventScroll: true });
    // What goes wrong here goes wrong again, and is told, when Solve is pressed.
    import('../../agents/solve.ts').catch(() => {});
  }, []);

  // Pressed while the model is still loading, Solve begins as soon as it is there.
  useEffect(() => {
    if (!wanted || !ready || live) return;
    setWanted(false);
    app.solve(problem, app.settings.value.solve);
  }, [wanted, ready, live, problem, app]);

  const start = () => {
    setWanted(true);
    // Whoever presses it wants the model here.
    if (app.model.elsewhere.value) app.model.takeOver();
  };
  const startOrStop = () => (live ? run?.stop() : start());
  useActions('solve', [
    live
      ? { id: 'stop', label: 'Stop the run', keys: 'Escape', run: () => run?.stop() }
      : { id: 'solve', label: 'Solve this problem', keys: 'Ctrl+Enter', run: start },
  ]);

  return (
    <>
      <div class="solve-bar">
        <button
          type="button"
          ref={button}
          class={live ? 'stop' : 'primary'}
          aria-disabled={engine.is === 'failed'}
          onClick={startOrStop}
        >
          {live ? 'Stop' : 'Solve'}
          <kbd>{live ? 'Esc' : 'Ctrl ⏎'}</kbd>
        </button>
        {engine.is === 'loading' && (
          <span class="soft">
            {wanted ? 'Starts when the model is there: ' : ''}
            {engine.note} <progress value={engine.fraction ?? undefined} aria-label={engine.note} />
          </span>
        )}
        <Options />
      </div>
      <p class="honest soft">
        <Honesty info={engine.is === 'ready' ? engine.value.info : null} />
      </p>
      <OtherTab />
      {engine.is === 'failed' && (
        <p class="notice error">
          The model did not load. {engine.error.message} <a href={hrefOf('models')}>Models</a>
        </p>
      )}
    </>
  );
}

/** What the model in use can be expected to know, and how its roles are asked; null while it is on its way. */
function Honesty({ info }: { info: LoadedInfo | null }): VNode {
  const app = useApp();
  const { model: kept } = useValue(app.settings);
  const { model } = useValue(app.model.choice) ?? kept;
  const embedded = model === EMBEDDED_MODEL;
  return (
    <>
      {embedded &&
        'The model built into this page knows one kind of beginner problem, the bundled one, and nothing else. '}
      {info && `${whereOf(info)} ${packsOf(info)} `}
      <a href={hrefOf('models')}>{embedded ? 'Larger models' : 'Models'}</a>
    </>
  );
}

/** How an adapter that is software ends its name. */
const SOFTWARE = ' (software)';

const PLACES: Record<LoadedInfo['executor'], (adapter: string) => string> = {
  cpu: (adapter) => `on the processor (${adapter})`,
  wgsl: (adapter) =>
    adapter.endsWith(SOFTWARE)
      ? `on a GPU in software (${adapter.slice(0, -SOFTWARE.length)})`
      : `on the GPU (${adapter})`,
  mlc: (adapter) => `on the GPU, in its compiled library (${adapter})`,
  endpoint: (adapter) => `at ${adapter}`,
};

function whereOf({ model, executor, adapter }: LoadedInfo): string {
  const place = PLACES[executor](adapter);
  return executor === 'endpoint'
    ? `With ${model} in use, statements, programs and results leave this page: it runs ${place}.`
    : `${model} runs ${place}; nothing leaves this machine.`;
}

function packsOf({ model, packs }: LoadedInfo): string {
  if (packs.length === 0) return `${model} has no role packs here: the four roles run on instruct prompts.`;
  const without = ROLES.filter((role) => !packs.some((pack) => pack.role === role));
  return without.length === 0
    ? 'Each role has its pack on when it speaks.'
    : `Packs are on for ${packs.map(({ role }) => role).join(', ')}; ${without.join(', ')} run on the base.`;
}

const NEVER = createState(false);

/** Whether a run is going on. */
function useRunning(run: LiveRun | null): boolean {
  return useValue(run?.live ?? NEVER);
}
