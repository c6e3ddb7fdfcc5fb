import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isOfProblem, judgeAgain, judgingsOf, type Rejudged } from '../../agents/judge-again.ts';
import type { RunFile } from '../../agents/run-file.ts';
import { useApp } from '../app-state.ts';
import type { RunView } from '../solve/run-view.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import { count } from '../words.ts';

interface Progress {
  judged: Rejudged[];
  state: 'judging' | 'done' | 'stopped' | Error;
}

interface Props {
  file: Pick<RunFile, 'problem' | 'events'>;
  view: RunView;
}

/** Judges a run's programs again, here and without a model, and says which verdicts are not what the run recorded. */
export function JudgeAgain({ file, view }: Props): VNode | null {
  const { judge } = useApp();
  const [progress, setProgress] = useState<Progress | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const total = judgingsOf(file.events);
  if (total === 0) return null;

  const start = async () => {
    const mine = new AbortController();
    controller.current = mine;
    const judged: Rejudged[] = [];
    const tell = (state: Progress['state']) => setProgress({ judged: [...judged], state });
    tell('judging');
    try {
      for await (const one of judgeAgain(file, judge, mine.signal)) {
        judged.push(one);
        tell('judging');
      }
      tell('done');
    } catch (error) {
      tell(mine.signal.aborted ? 'stopped' : (error as Error));
    }
  };
  const judging = progress?.state === 'judging';
  return (
    <section class="judge-again" aria-label="Judge again">
      <button type="button" onClick={judging ? () => controller.current?.abort() : () => void start()}>
        {judging ? 'Stop judging' : 'Judge again'}
      </button>
      {progress ? (
        <Outcome progress={progress} total={total} view={view} />
      ) : (
        <span class="soft">runs its programs on the same tests, here, without the model</span>
      )}
      {progress && !isOfProblem(file) && (
        <p class="notice">
          The problem in this run is not as it was when the run began: its tests, limits or checker differ.
        </p>
      )}
    </section>
  );
}

function Outcome({ progress, total, view }: { progress: Progress; total: number; view: RunView }): VNode {
  const { judged, state } = progress;
  if (state instanceof Error)
    return (
      <p class="notice error" role="alert">
        {state.message}
      </p>
    );
  const tests = judged.reduce((sum, one) => sum + one.tests, 0);
  const differing = judged.flatMap((one) => one.differing.map((pair) => ({ ...one, ...pair })));
  const soFar = state === 'done' ? '' : `${judged.length} of ${total} judgings: `;
  const said =
    differing.length === 0
      ? `the same verdicts on ${count(tests, 'test')}`
      : `${differing.length} of ${count(tests, 'verdict')} differ`;
  const nameOf = (id: number) =>
    view.candidates.find(({ candidate }) => candidate.id === id)?.label ?? String(id);
  return (
    <>
      <span role="status" class={state === 'done' && differing.length === 0 ? 'same' : ''}>
        {state === 'stopped' && 'Stopped. '}
        {soFar}
        {said}.
      </span>
      {differing.length > 0 && (
        <table class="differing">
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">Test</th>
              <th scope="col">Recorded</th>
              <th scope="col">Now</th>
              <th scope="col">Detail</th>
            </tr>
          </thead>
          <tbody>
            {differing.map(({ candidate, what, recorded, now }) => (
              <tr key={`${candidate} ${what} ${now.id}`}>
                <td>{nameOf(candidate)}</td>
                <td>{now.id}</td>
                <td>
                  <VerdictBadge verdict={recorded.verdict} />
                </td>
                <td>
                  <VerdictBadge verdict={now.verdict} />
                </td>
                <td>{now.detail || recorded.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
