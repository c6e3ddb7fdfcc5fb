import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { explain } from '../../agents/coach/explain.ts';
import type { Submission } from '../../judge/judge.ts';
import { useApp } from '../app-state.ts';
import { useActions } from '../command/actions.ts';
import { useValue } from '../state.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import { OpenedTest } from '../verdict/opened-test.tsx';
import { count } from '../words.ts';
import type { BodyProps } from './coach.tsx';
import { EMPTY_EXPLAIN, type ExplainView, foldExplain } from './debug-view.ts';
import { createJob } from './job.ts';
import { Patch } from './patch.tsx';
import { rightPrograms } from './right-programs.ts';
import { TraceView } from './trace-view.tsx';

/** Why the person's own program fails: the smallest test that shows it, what the program did on it, and a patch. */
export function DebugMine(props: BodyProps): VNode {
  const { problem, language, asked, tests, judging } = props;
  const app = useApp();
  const job = useMemo(() => createJob(EMPTY_EXPLAIN, foldExplain), []);
  const { view, running, error } = useValue(job.state);
  /** The program that is looked at; the person may write on meanwhile. */
  const submission = useRef<Submission>({ language: '', source: '' });

  const start = () => {
    submission.current = { language: language.id, source: props.source() };
    const known =
      judging &&
      !judging.running &&
      judging.which === 'all tests' &&
      sameProgram(judging.submission, submission.current)
        ? judging.results
        : null;
    const results = known?.length === tests.length ? known : null;
    void job.start(async function* (signal) {
      const right = await rightPrograms(problem, app.languages);
      const { runner, judge } = app;
      yield* explain({
        ...{ runner, judge, problem, submission: submission.current, tests, results, right, signal },
      });
    });
  };
  useEffect(() => {
    if (asked.part === 'debug') start();
  }, [asked]);
  useEffect(() => job.stop, [job]);
  useActions(
    'debug mine',
    running ? [{ id: 'stop debug', label: 'Stop debugging', keys: 'Escape', run: job.stop }] : [],
  );

  const { shrunk, traced, failing } = view;
  const isSmaller = shrunk !== null && shrunk.test.input !== failing?.test.input;
  return (
    <>
      <p class="coach-line" role="status">
        {!error && statusOf(view, running, tests.length)}
        {running && (
          <button type="button" class="stop" onClick={job.stop}>
            Stop <kbd>Esc</kbd>
          </button>
        )}
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {failing?.result.verdict === 'CE' && <pre class="coach-error">{failing.result.stderr}</pre>}
      {shrunk && (
        <>
          <div class="coach-test">
            <h3>
              {isSmaller ? `${shrunk.test.id}, made smaller` : shrunk.test.id}{' '}
              <VerdictBadge verdict={shrunk.result.verdict} />
            </h3>
            <OpenedTest result={shrunk.result} test={shrunk.test} />
            <p class="soft">
              {shrunk.by
                ? isSmaller
                  ? `The answer is that of ${shrunk.by}.`
                  : 'Nothing smaller fails in the same way.'
                : problem.interactor
                  ? 'A conversation is not made smaller.'
                  : 'Of the tests that fail this one has the shortest input. No program that is known to be right can tell the answer of a smaller one.'}
            </p>
            {isSmaller && (
              <button
                type="button"
                onClick={() => props.addTest(shrunk.test.input, shrunk.test.answers[0] ?? '')}
              >
                Keep as a test of mine
              </button>
            )}
          </div>
          {traced && (
            <TraceView
              key={shrunk.test.input}
              source={submission.current.source}
              traced={traced}
              answer={shrunk.test.answers[0] ?? ''}
            />
          )}
          {traced === null && (
            <p class="soft">
              {language.traces
                ? 'What this program did cannot be followed line by line.'
                : `Programs in ${language.label} cannot be followed line by line here.`}
            </p>
          )}
          {traced !== undefined && (
            <Patch
              key={`${submission.current.source}\n${shrunk.test.input}`}
              {...props}
              submission={submission.current}
              shrunk={shrunk}
              traced={traced}
            />
          )}
        </>
      )}
    </>
  );
}

const sameProgram = (a: Submission, b: Submission): boolean =>
  a.source === b.source && a.language === b.language;

function statusOf(
  { judged, passes, failing, shrinking, shrunk, traced }: ExplainView,
  running: boolean,
  tests: number,
): string {
  if (passes) return `Your program passes all of the ${count(tests, 'test')}.`;
  if (failing?.result.verdict === 'CE') return 'Your program does not compile.';
  if (shrunk && traced !== undefined)
    return shrunk.by && shrinking ? `Made smaller in ${count(shrinking.tried, 'run')}.` : '';
  if (!running) return 'Stopped.';
  if (shrunk) return 'Following the program line by line…';
  if (shrinking)
    return `Making ${failing?.test.id} smaller: ${count(shrinking.tried, 'input')} tried, now ${count(shrinking.test.input.trim().length, 'character')}…`;
  if (failing) return `Making ${failing.test.id} smaller…`;
  return judged > 0 ? `Running the tests: ${judged} of ${tests}…` : 'Running your program…';
}
