import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { readDraft, saveDraft } from '../../store/drafts.ts';
import { useApp } from '../app-state.ts';
import { ProblemPicker } from '../problems/picker.tsx';
import { useValue } from '../state.ts';
import { Statement } from '../statement/statement.tsx';
import { VerdictStrip } from '../verdict/badge.tsx';
import { TestsTable } from '../verdict/tests-table.tsx';
import { sentenceOf } from '../verdict/words.ts';
import { Editor } from './editor.tsx';
import { createJudgingDesk, type Judging } from './judging.ts';
import './practice.css';

/** The statement beside the person's own program, and what the judge says of it. */
export function PracticePage({ problem }: { problem: Problem }): VNode {
  const app = useApp();
  const { language } = useValue(app.settings);
  const desk = useMemo(() => createJudgingDesk(app.judge), [app, problem.id]);
  const judging = useValue(desk.judging);
  const { source, change } = useDraft(problem.id, language);
  useEffect(() => () => desk.stop(), [desk]);

  const run = (which: Judging['which']) => desk.start(problem, which, { language, source });
  const hidden = problem.tests.some(({ origin }) => origin !== 'sample');
  return (
    <main class="page practice-page">
      <aside>
        <ProblemPicker page="practice" problem={problem} />
        <Statement problem={problem} />
      </aside>
      <div class="practice-main">
        <div class="practice-bar">
          <label class="hidden-label" for="language">
            Language
          </label>
          <select
            id="language"
            value={language}
            onChange={({ currentTarget }) => app.changeSettings({ language: currentTarget.value })}
          >
            {app.languages.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
          <button type="button" class="primary" onClick={() => run('samples')}>
            Run samples <kbd>Ctrl ⏎</kbd>
          </button>
          {hidden && (
            <button type="button" onClick={() => run('all tests')}>
              Run all tests <kbd>Ctrl ⇧ ⏎</kbd>
            </button>
          )}
          {judging?.running && (
            <button type="button" onClick={() => desk.stop()}>
              Stop
            </button>
          )}
        </div>
        <Editor source={source} change={change} run={run} />
        {judging && <Result judging={judging} problem={problem} />}
      </div>
    </main>
  );
}

function Result({ judging, problem }: { judging: Judging; problem: Problem }): VNode {
  const { results, total, running, error, which } = judging;
  const stopped = !running && !error && results.length < total;
  return (
    <section class="result" aria-label="Verdicts">
      <p class="result-line" role="status">
        <VerdictStrip tests={results} pending={total - results.length} />
        <span>
          {running && `Running ${which}: ${results.length} of ${total}…`}
          {stopped && `Stopped after ${results.length} of ${total}.`}
          {!running && !stopped && !error && `${sentenceOf(results)}.`}
        </span>
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {results.length > 0 && (
        <TestsTable results={results} tests={problem.tests} limitMs={problem.limits.timeMs} />
      )}
    </section>
  );
}

/** The person's program for this problem and language, kept with every change. */
function useDraft(problem: string, language: string): { source: string; change(source: string): void } {
  const { trouble } = useApp();
  const [source, setSource] = useState('');
  const typed = useRef(false);

  useEffect(() => {
    let current = true;
    typed.current = false;
    setSource('');
    readDraft(problem, language).then(
      // Who types before the draft is read does not want it any more.
      (draft) => current && !typed.current && setSource(draft),
      (error: Error) => trouble.set(error),
    );
    return () => {
      current = false;
    };
  }, [problem, language, trouble]);

  const change = (next: string) => {
    typed.current = true;
    setSource(next);
    saveDraft(problem, language, next).catch((error: Error) => trouble.set(error));
  };
  return { source, change };
}
