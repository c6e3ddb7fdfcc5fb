import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { readLink } from '../../share/link.ts';
import type { Shared } from '../../share/shared.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { readyValue } from '../loading.ts';
import { createJudgingDesk } from '../practice/judging.ts';
import { Result } from '../practice/result.tsx';
import { hrefOf } from '../route.ts';
import { Code } from '../solve/code.tsx';
import { useLoaded, useValue } from '../state.ts';
import { Statement } from '../statement/statement.tsx';
import { count } from '../words.ts';
import { Claims } from './claims.tsx';
import { OpenInPractice } from './open-in-practice.tsx';
import '../practice/practice.css';
import './share.css';

/** What somebody sent as a link: shown as text, kept only if the reader says so. */
export function SharedPage({ link }: { link: string }): VNode {
  const { value: shared, error } = useLoaded(() => readLink(link), link);
  return (
    <main class="page shared-page">
      {!shared && !error && <p class="soft">Reading the link…</p>}
      {error && (
        <>
          <h1>A shared link</h1>
          <p class="notice error" role="alert">
            {error.message}
          </p>
          <p>
            Nothing was kept. <a href={hrefOf('problems')}>Problems</a>
          </p>
        </>
      )}
      {shared && <SharedView shared={shared} />}
    </main>
  );
}

/** Whether a problem of the reader's is the sender's with all of its tests. */
const isWhole = ({ id, revision }: Problem, shared: Shared) =>
  id === shared.problem.id && revision === shared.revision;

function SharedView({ shared }: { shared: Shared }): VNode {
  const app = useApp();
  const { problem, ownTests, submission, claims, without } = shared;
  const language = app.languages.find(({ id }) => id === submission.language);
  const desk = useMemo(() => createJudgingDesk(app.judge), [app]);
  const judging = useValue(desk.judging);
  const [opened, setOpened] = useState<string | null | undefined>(undefined);
  useEffect(() => desk.stop, [desk]);
  useEffect(() => {
    document.title = `${problem.title} · Quartet`;
  }, [problem]);
  const whole = readyValue(useValue(app.problems))?.find(({ problem: own }) => isWhole(own, shared))?.problem;
  const { tests: given } = whole ?? problem;
  const tests = [...given, ...ownTests.filter(({ id }) => !given.some((test) => test.id === id))];
  const isBlank = submission.source.trim() === '';
  const canJudge = language !== undefined && !isBlank;
  const judge = () => {
    if (canJudge) void desk.start({ which: 'all tests', submission, tests, problem });
  };
  useActions('share', [
    ...(canJudge ? [{ id: 'judge shared', label: 'Judge it here', keys: 'Ctrl+Enter', run: judge }] : []),
    ...(judging?.running ? [{ id: 'stop', label: 'Stop the program', keys: 'Escape', run: desk.stop }] : []),
  ]);
  const left = [
    without.hiddenTests > 0 ? count(without.hiddenTests, 'hidden test') : '',
    without.pictures > 0 ? count(without.pictures, 'picture') : '',
  ].filter(Boolean);
  return (
    <>
      <p class="notice">
        This came in a link, and the verdicts are what its sender says. Nothing of it is kept here unless you
        open it in Practice; no host was told of it, as browsers keep what stands after the # to themselves.
        {left.length > 0 && ` Left out: ${left.join(' and ')}`}
        {left.length > 0 && (whole ? '; you have this very problem, so it is judged on all tests.' : '.')}
      </p>
      <div class="shared-columns">
        <Statement problem={whole ?? problem} />
        <div>
          {isBlank && <p class="soft">No program came with it.</p>}
          {!isBlank && (
            <>
              <section aria-label="Program">
                <h2>Program in {language?.label ?? submission.language}</h2>
                <Code source={submission.source} />
              </section>
              <section aria-label="What the sender says">
                <h2>What the sender says</h2>
                <Claims claims={claims} results={judging?.results ?? []} />
              </section>
            </>
          )}
          <div class="shared-actions">
            {judging?.running ? (
              <button type="button" class="stop" onClick={desk.stop}>
                Stop <kbd>Esc</kbd>
              </button>
            ) : (
              canJudge && (
                <button type="button" class="primary" onClick={judge}>
                  Judge it here <kbd>Ctrl ⏎</kbd>
                </button>
              )
            )}
            <OpenInPractice shared={shared} />
          </div>
          {!language && !isBlank && (
            <p class="notice">This page cannot run {submission.language}, so the program can only be read.</p>
          )}
          {judging && (
            <Result
              judging={judging}
              limitMs={problem.limits.timeMs * (language?.timeFactor ?? 1)}
              opened={opened}
              open={setOpened}
            />
          )}
        </div>
      </div>
    </>
  );
}
