import type { VNode } from 'preact';
import { type KeptRun, readRun, readSummary } from '../../store/runs.ts';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { ContinueRun } from '../solve/continue-run.tsx';
import { RunPanel } from '../solve/run-panel.tsx';
import type { RunView } from '../solve/run-view.ts';
import { useReplay } from '../solve/use-replay.ts';
import { useLoaded } from '../state.ts';
import { moment } from '../words.ts';
import '../solve/solve.css';
import { JudgeAgain } from './judge-again.tsx';
import { RunAgain } from './run-again.tsx';
import { saveRun } from './save-run.ts';
import './history.css';

interface Kept extends KeptRun {
  imported: boolean;
}

/** One run from the archive, drawn from its events alone; the slider goes back to any of them. */
export function RunPage({ run }: { run: string }): VNode {
  const load = async (): Promise<Kept> => ({
    ...(await readRun(run)),
    imported: (await readSummary(run))?.imported ?? false,
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

function Replay({ run, kept: { events, problem, imported } }: { run: string; kept: Kept }): VNode {
  const { trouble } = useApp();
  const replay = useReplay(events)!;
  const { whole: view } = replay.recording;
  const title = view.started?.title ?? 'Run';
  const save = () => saveRun(run, title).catch((reason: Error) => trouble.set(reason));
  return (
    <>
      <header class="replay-header">
        <h1>{title}</h1>
        <span class="soft">
          {moment(events[0]!.measured.at)}
          {view.started && <Made started={view.started} />}
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
      </header>
      {imported && (
        <p class="notice">
          This run came in a file: its verdicts are what the file says. Judge it again to see for yourself.
        </p>
      )}
      {problem && <JudgeAgain file={{ problem, events }} view={view} />}
      <RunPanel view={view} live={false} problem={problem} replay={replay} />
    </>
  );
}

/** What a run was made with: whoever has the same gets the same. */
function Made({ started }: { started: NonNullable<RunView['started']> }): VNode {
  const { model, base, kernels, seed } = started;
  return (
    <>
      {' '}
      · {model} {base && <code title={base}>{base.slice(0, 12)}</code>} · {kernels} · seed {seed}
    </>
  );
}
