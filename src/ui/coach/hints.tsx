import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { hintsOf, type Ladder, type Rung } from '../../agents/coach/hints.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { Code } from '../solve/code.tsx';
import { EMPTY_RUN } from '../solve/run-view.ts';
import { createState, useLoaded, useValue } from '../state.ts';
import { count } from '../words.ts';
import { solveInBackground } from './background-run.ts';
import type { BodyProps } from './coach.tsx';
import { createJob } from './job.ts';
import { eventsOfSolved } from './right-programs.ts';

type View = { hints: Ladder | { unsure: string } | null };

const NAMES: Record<Rung, string> = {
  technique: 'The technique',
  idea: 'The idea',
  plan: 'The plan',
  code: 'The code',
};

const NO_RUN = createState(EMPTY_RUN);

/** A ladder of hints, each shown only when the person asks for it, from a program that was run and passed. */
export function Hints({ problem, asked }: BodyProps): VNode {
  const app = useApp();
  const job = useMemo(() => createJob<View, View>({ hints: null }, (_, view) => view), []);
  const { view, running, error } = useValue(job.state);
  const [shown, setShown] = useState(0);
  const [seed, setSeed] = useState(app.settings.value.solve.seed);
  const run = useValue(app.run);
  const progress = useValue(run?.problem.id === problem.id ? run.view : NO_RUN);

  const prepare = () => {
    setShown(0);
    setSeed(seed + 1);
    void job.start(async function* (signal) {
      // The code alone would be no ladder.
      const events = await solveInBackground(app, problem, { seed, direct: 0 }, signal);
      yield { hints: hintsOf(events) };
    });
  };
  useEffect(() => job.stop, [job]);

  // What was solved before serves as well.
  const solved = useLoaded(() => eventsOfSolved(problem.id), problem.id).value ?? [];
  const hints = view.hints ?? (solved.length > 0 ? hintsOf(solved) : null);
  const rungs = hints && 'rungs' in hints ? hints.rungs : [];
  const unplanned = rungs.length > 0 && rungs.every(({ rung }) => rung === 'code');
  const next = rungs[shown];
  const reveal = () => setShown(shown + 1);
  useActions('hints', [
    ...(running ? [{ id: 'stop hints', label: 'Stop preparing hints', keys: 'Escape', run: job.stop }] : []),
    ...(next && asked.part === 'hints'
      ? [{ id: 'next hint', label: `Next hint: ${NAMES[next.rung].toLowerCase()}`, run: reveal }]
      : []),
  ]);
  const isOpen = problem.statement.trim() !== '';
  return (
    <>
      <p class="coach-line" role="status">
        {running &&
          `The model solves the problem to see what works: ${count(progress.candidates.length, 'program')} run so far…`}
        {!running && !hints && !error && isOpen && 'Hints are taken from a program that was run and passes.'}
        {!isOpen && 'This problem has no statement yet, so the model cannot look at it.'}
        {!running && hints && 'unsure' in hints && `The coach is not sure. ${hints.unsure}`}
        {!running && rungs.length > 0 && !unplanned && 'From a plan whose program was run and passes.'}
        {!running && unplanned && 'A program that passes was written without a plan: there is only its code.'}
        {running && (
          <button type="button" class="stop" onClick={job.stop}>
            Stop <kbd>Esc</kbd>
          </button>
        )}
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {!running && (rungs.length === 0 || unplanned) && isOpen && (
        <button type="button" onClick={prepare}>
          {hints && !unplanned ? 'Try once more' : 'Prepare hints'}
        </button>
      )}
      <ol class="rungs">
        {rungs.slice(0, shown).map(({ rung, text }) => (
          <li key={rung}>
            <h3>{NAMES[rung]}</h3>
            {rung === 'code' ? <Code source={text} /> : <p>{text}</p>}
          </li>
        ))}
      </ol>
      {next && (
        <button type="button" onClick={reveal}>
          {shown === 0 ? 'Show' : 'Show more:'} {NAMES[next.rung].toLowerCase()}
        </button>
      )}
    </>
  );
}
