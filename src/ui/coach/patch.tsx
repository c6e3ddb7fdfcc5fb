import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { chosenPlan } from '../../agents/coach/hints.ts';
import { cannotMend, mend } from '../../agents/coach/mend.ts';
import { diffLines } from '../../agents/diff.ts';
import { failureOf } from '../../agents/failure.ts';
import { tracedText } from '../../agents/trace/on-test.ts';
import type { Submission } from '../../judge/judge.ts';
import type { Test } from '../../judge/problem.ts';
import type { TracedTest } from '../../judge/trace-test.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { whenReady } from '../loading.ts';
import { DiffView } from '../solve/diff-view.tsx';
import { useValue } from '../state.ts';
import { count } from '../words.ts';
import type { BodyProps } from './coach.tsx';
import { EMPTY_MEND, foldMend, type MendView } from './debug-view.ts';
import { createJob } from './job.ts';
import { eventsOfSolved } from './right-programs.ts';

interface Props extends BodyProps {
  submission: Submission;
  shrunk: { test: Test; result: TestResult };
  traced: TracedTest | null;
}

/** Has the debugger mend the program; what it found is shown only when the person asks. */
export function Patch({ problem, asked, tests, submission, shrunk, traced, open }: Props): VNode {
  const app = useApp();
  const engine = useValue(app.model.engine);
  const job = useMemo(() => createJob(EMPTY_MEND, foldMend), []);
  const { view, running, error } = useValue(job.state);
  const [seed, setSeed] = useState(1);
  const [shown, setShown] = useState(false);
  useEffect(() => job.stop, [job]);

  const refusal = engine.is === 'ready' ? cannotMend(engine.value.info, submission.language) : null;
  const start = () => {
    setShown(false);
    setSeed(seed + 1);
    const { test, result } = shrunk;
    const failure = failureOf([test], [result]);
    const trace = traced ? tracedText(traced, test.answers[0] ?? '') : '';
    void job.start(async function* (signal) {
      const ready = await whenReady(app.model.engine);
      signal.throwIfAborted();
      const plan = chosenPlan(await eventsOfSolved(problem.id));
      yield* mend({
        ...{ engine: ready, judge: app.judge, problem, submission, plan, seed, signal },
        failure: trace === '' ? failure : { ...failure, trace },
        tests: [{ ...test, id: 'smallest' }, ...tests],
      });
    });
  };
  useActions('patch', [
    ...(running
      ? [{ id: 'stop patch', label: 'Stop looking for a patch', keys: 'Escape', run: job.stop }]
      : refusal === null && asked.part === 'debug'
        ? [{ id: 'patch', label: 'Look for a patch of my program', run: start }]
        : []),
  ]);
  const { mended } = view;
  return (
    <div class="coach-patch">
      {refusal && <p class="soft">{refusal}</p>}
      {!refusal && !running && !mended && (
        <button type="button" onClick={start}>
          {view.failed ? 'Look again' : 'Look for a patch'}
        </button>
      )}
      <p class="coach-line" role="status">
        {statusOf(view, running, submission.source, tests.length + 1)}
        {engine.is === 'loading' && running && ` ${engine.note}`}
        {running && (
          <button type="button" class="stop" onClick={job.stop}>
            Stop <kbd>Esc</kbd>
          </button>
        )}
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {mended && !shown && (
        <button type="button" onClick={() => setShown(true)}>
          Show the patch
        </button>
      )}
      {mended && shown && (
        <>
          <DiffView before={submission.source} after={mended} />
          <button type="button" onClick={() => open(submission.language, mended)}>
            Open it as a draft
          </button>
        </>
      )}
    </div>
  );
}

function statusOf(view: MendView, running: boolean, before: string, tests: number): string {
  const { mended, failed, tried, trimming, asking, tokens } = view;
  if (mended) {
    const changed = diffLines(before.trimEnd(), mended.trimEnd()).filter(({ kind }) => kind !== 'same');
    return `A patch of ${count(changed.length, 'line')} was found. It was run, and passes all of the ${count(tests, 'test')}.`;
  }
  if (failed)
    return tried === 0
      ? 'No patch was found: the debugger wrote nothing new.'
      : `No patch was found: none of ${count(tried, 'mended program')} passes.`;
  if (!running) return asking === '' ? '' : 'Stopped.';
  if (trimming) return 'A mend passes. Taking back what it can do without…';
  if (asking === '') return 'Waiting for the model…';
  return `Asking for ${asking}: ${count(tokens, 'token')}, ${count(tried, 'program')} tried…`;
}
