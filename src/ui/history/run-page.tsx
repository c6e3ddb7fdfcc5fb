import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { SolveEvent } from '../../agents/events.ts';
import type { Problem } from '../../judge/problem.ts';
import { exportRun, readEvents, readRunProblem } from '../../store/runs.ts';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { saveJson } from '../save-file.ts';
import { ContinueRun } from '../solve/continue-run.tsx';
import { RunPanel } from '../solve/run-panel.tsx';
import { EMPTY_RUN, fold } from '../solve/run-view.ts';
import { useLoaded } from '../state.ts';
import { moment } from '../words.ts';
import '../solve/solve.css';
import { RunAgain } from './run-again.tsx';
import './history.css';

interface Kept {
  events: SolveEvent[];
  problem: Problem | null;
}

/** One run from the archive, drawn from its events alone; the slider goes back to any of them. */
export function RunPage({ run }: { run: string }): VNode {
  const load = async (): Promise<Kept> => ({
    events: await readEvents(run),
    problem: await readRunProblem(run),
  });
  const { value, error } = useLoaded(load, run);
  return (
    <main class="page">
      {error && <p class="notice error">{error.message}</p>}
      {!value && !error && <p class="soft">Reading the run…</p>}
      {value?.events.length === 0 && (
        <p class="notice">
          This browser keeps no such run; it may have been deleted. <a href={hrefOf('history')}>All runs</a>
        </p>
      )}
      {value && value.events.length > 0 && <Replay run={run} kept={value} />}
    </main>
  );
}

function Replay({ run, kept: { events, problem } }: { run: string; kept: Kept }): VNode {
  const { trouble } = useApp();
  const [step, setStep] = useState(events.length);
  const view = useMemo(() => events.slice(0, step).reduce(fold, EMPTY_RUN), [events, step]);
  const title = view.started?.title ?? 'Run';
  const save = () =>
    exportRun(run).then(
      (file) => saveJson(`${title} ${run}.quartet.json`, file),
      (reason: Error) => trouble.set(reason),
    );
  return (
    <>
      <header class="replay-header">
        <h1>{title}</h1>
        <span class="soft">
          {moment(events[0]!.measured.at)}
          {view.started && ` · ${view.started.model} · ${view.started.kernels} · seed ${view.started.seed}`}
        </span>
        {problem && (
          <a class="button" href={hrefOf('solve', problem.id)}>
            Open the problem
          </a>
        )}
        {problem && <ContinueRun run={run} />}
        {view.started && problem && <RunAgain started={view.started} problem={problem} />}
        <button type="button" onClick={() => void save()}>
          Export
        </button>
        <label class="scrubber">
          Step {step} of {events.length}
          <input
            type="range"
            min={1}
            max={events.length}
            value={step}
            onInput={({ currentTarget }) => setStep(currentTarget.valueAsNumber)}
          />
        </label>
      </header>
      <RunPanel view={view} live={false} problem={problem} whole={step === events.length} />
    </>
  );
}
