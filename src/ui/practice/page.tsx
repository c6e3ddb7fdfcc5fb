import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Submission } from '../../judge/judge.ts';
import { overallVerdict } from '../../judge/overall.ts';
import { DEFAULT_CHECKER, type Problem, type Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { keepSubmission } from '../../store/submissions.ts';
import { useApp } from '../app-state.ts';
import { Coach } from '../coach/coach.tsx';
import { useActions } from '../command/actions.ts';
import { Downloads } from '../downloads/downloads.tsx';
import { ProblemPicker } from '../problems/picker.tsx';
import { resultsAsJudged } from '../share/as-judged.ts';
import { ShareLink, type ToShare } from '../share/share-link.tsx';
import { useValue } from '../state.ts';
import { Statement } from '../statement/statement.tsx';
import { useWork } from '../work.ts';
import { CustomInput } from './custom-input.tsx';
import { type OpenDesk, useDesk } from './desk.ts';
import { useDrafts } from './drafts.ts';
import { Editor } from './editor.tsx';
import { createJudgingDesk, type Which, wasAccepted } from './judging.ts';
import { OwnTests, ownTest } from './own-tests.tsx';
import { useProgram } from './program.ts';
import { Result } from './result.tsx';
import { useSplit } from './split.tsx';
import { Submissions } from './submissions.tsx';
import { type Tab, Tabs } from './tabs.tsx';
import { TestCells } from './test-cells.tsx';
import { Toolbar } from './toolbar.tsx';
import './practice.css';

/** The statement beside the person's own program, and what the judge says of it. */
export function PracticePage({ problem }: { problem: Problem }): VNode {
  const desk = useDesk(problem.id);
  if (desk) return <Practice problem={problem} desk={desk} />;
  return (
    <main class="page">
      <p class="soft">Reading your program…</p>
    </main>
  );
}

function Practice({ problem, desk }: { problem: Problem; desk: OpenDesk }): VNode {
  const app = useApp();
  const { language: wanted } = useValue(app.settings);
  const language = app.languages.find(({ id }) => id === wanted) ?? app.languages[0]!;
  const program = useProgram(problem, language.id, desk.draft);
  const onTests = useMemo(() => createJudgingDesk(app.judge, desk.last), [app]);
  const onCustom = useMemo(() => createJudgingDesk(app.judge), [app]);
  const judging = useValue(onTests.judging);
  const custom = useValue(onCustom.judging);
  const [tab, setTab] = useState<Tab>('statement');
  const [opened, setOpened] = useState<string | null | undefined>(undefined);
  const [submitted, setSubmitted] = useState(0);
  const [sharing, setSharing] = useState<ToShare | null>(null);
  const drafts = useDrafts(problem.id, desk);
  const { share, bar } = useSplit();
  useWork(() => program.written() && !wasAccepted(desk.last, program.source()));

  const stop = () => {
    onTests.stop();
    onCustom.stop();
  };
  useEffect(() => stop, []);

  const samples = problem.tests.filter(({ origin }) => origin === 'sample');
  const tests = [...problem.tests, ...desk.tests];
  const record = (submission: Submission, results: TestResult[]) =>
    keepSubmission({
      ...submission,
      problem: problem.id,
      revision: problem.revision,
      at: Date.now(),
      verdict: overallVerdict(results),
      passed: results.filter(({ verdict }) => verdict === 'AC').length,
      tests: results.length,
      ms: Math.max(0, ...results.map(({ measured }) => measured.ms)),
    }).then(
      () => setSubmitted((count) => count + 1),
      (error: Error) => app.trouble.set(error),
    );
  const keepTemplate = () =>
    app.changeSettings({
      templates: { ...app.settings.value.templates, [language.id]: program.source() },
    });
  const makeLink = () => {
    const submission = { language: language.id, source: program.source() };
    const results = resultsAsJudged(judging, submission, tests);
    setSharing({ problem, ownTests: desk.tests, submission, results });
  };
  const run = (which: Which) => {
    stop();
    setTab('tests');
    setOpened(undefined);
    const submission = { language: language.id, source: program.source() };
    if (which === 'custom input') {
      const test: Test = { id: 'custom', input: desk.custom.input, answers: [''], origin: 'user' };
      // There is no answer: a checker of the problem's own would find the test at fault.
      void onCustom.start({
        which,
        submission,
        tests: [test],
        problem: { ...problem, checker: DEFAULT_CHECKER },
      });
    } else {
      const chosen = which === 'samples' ? [...samples, ...desk.tests] : tests;
      void onTests.start({ which, submission, tests: chosen, problem }).then((results) => {
        if (!results) return;
        desk.change({ last: { which, submission, tests: chosen, results } });
        if (which === 'all tests') record(submission, results);
      });
    }
  };
  const running = Boolean(judging?.running || custom?.running);
  useActions('practice', [
    { id: 'run all', label: 'Run all tests', keys: 'Ctrl+Enter', run: () => run('all tests') },
    { id: 'run samples', label: 'Run samples', keys: 'Ctrl+Shift+Enter', run: () => run('samples') },
    { id: 'run custom', label: 'Run on custom input', keys: 'Alt+Enter', run: () => run('custom input') },
    {
      id: 'program',
      label: 'Go to your program',
      keys: 'Alt+P',
      run: () => {
        setTab('code');
        requestAnimationFrame(() => document.querySelector<HTMLElement>('.editor')?.focus());
      },
    },
    { id: 'draft', label: 'New draft', run: drafts.create },
    ...(desk.drafts.length > 1
      ? [{ id: 'delete draft', label: `Delete draft ${desk.draft}`, run: drafts.remove }]
      : []),
    { id: 'template', label: `Begin new ${language.label} programs with this one`, run: keepTemplate },
    { id: 'share', label: 'Share this program as a link', keys: 'Alt+S', run: makeLink },
    { id: 'new test', label: 'New test of your own', run: () => addTest('', '') },
    ...(running ? [{ id: 'stop', label: 'Stop the program', keys: 'Escape', run: stop }] : []),
  ]);

  const addTest = (input: string, answer: string) =>
    desk.change({ tests: [...desk.tests, ownTest(desk.tests, input, answer)] });
  const openCell = (id: string) => {
    setOpened(id);
    requestAnimationFrame(() =>
      document.querySelector('.result tr.open')?.scrollIntoView({ block: 'nearest' }),
    );
  };
  const failed = judging?.results.find(({ verdict }) => verdict !== 'AC')?.id ?? null;
  return (
    <main class="page practice-page" data-tab={tab} style={{ '--share': `${share}%` }}>
      <Tabs tab={tab} choose={setTab} />
      <h1 class="hidden-label tab-heading">{problem.title}</h1>
      <aside class="statement-pane">
        <ProblemPicker page="practice" problem={problem} />
        <Statement problem={problem} editCopy={({ input, answers }) => addTest(input, answers[0] ?? '')} />
        <OwnTests tests={desk.tests} change={(own) => desk.change({ tests: own })} />
      </aside>
      {bar}
      {sharing && <ShareLink what={sharing} close={() => setSharing(null)} />}
      <div class="practice-main">
        <Toolbar
          language={language}
          desk={desk}
          drafts={drafts}
          running={running}
          run={run}
          stop={stop}
          keepTemplate={keepTemplate}
          share={makeLink}
        />
        <Downloads />
        <div class="code-pane">
          {program.opened ? (
            <Editor
              key={program.opened.key}
              source={program.opened.source}
              extension={language.extensions[0] ?? ''}
              change={program.change}
            />
          ) : (
            <div class="editor-place" />
          )}
        </div>
        <div class="tests-pane">
          <TestCells
            tests={tests}
            results={judging?.results ?? []}
            opened={opened === undefined ? failed : opened}
            open={openCell}
          />
          {judging && (
            <Result
              judging={judging}
              limitMs={problem.limits.timeMs * language.timeFactor}
              opened={opened}
              open={setOpened}
            />
          )}
          <Coach
            problem={problem}
            desk={desk}
            language={language}
            source={program.source}
            judging={judging}
            addTest={addTest}
            open={(languageId, source) => void drafts.reopen(languageId, source)}
            show={() => setTab('tests')}
          />
          <CustomInput
            custom={desk.custom}
            judging={custom}
            change={(next) => desk.change({ custom: next })}
            run={() => run('custom input')}
            addTest={addTest}
          />
          <Submissions
            problem={problem.id}
            revision={problem.revision}
            version={submitted}
            reopen={({ language, source }) => void drafts.reopen(language, source)}
          />
        </div>
      </div>
    </main>
  );
}
