import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../judge/problem.ts';
import { AppContext, type AppState, useApp } from './app-state.ts';
import { Shortcuts } from './command/shortcuts.tsx';
import { Companion } from './companion/companion.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { lazyPage } from './lazy-page.tsx';
import { lazyPart } from './lazy-part.tsx';
import { AskHost } from './outside/ask-host.tsx';
import { hrefOf, type Route, useRoute } from './route.ts';
import { useValue } from './state.ts';
import './frame/frame.css';

const BackupPage = lazyPage(() => import('./backup/page.tsx').then((page) => page.BackupPage));
const BenchmarksPage = lazyPage(() => import('./benchmarks/page.tsx').then((page) => page.BenchmarksPage));
const HistoryPage = lazyPage(() => import('./history/page.tsx').then((page) => page.HistoryPage));
const RunPage = lazyPage(() => import('./history/run-page.tsx').then((page) => page.RunPage));
const ModelsPage = lazyPage(() => import('./models/page.tsx').then((page) => page.ModelsPage));
const OfflinePage = lazyPage(() => import('./offline/page.tsx').then((page) => page.OfflinePage));
const PracticePage = lazyPage(() => import('./practice/page.tsx').then((page) => page.PracticePage), {
  tellsItself: true,
});
const ProblemsPage = lazyPage(() => import('./problems/page.tsx').then((page) => page.ProblemsPage));
const RolesPage = lazyPage(() => import('./roles/page.tsx').then((page) => page.RolesPage));
const LanguagesPage = lazyPage(() =>
  import('./studio/languages/page.tsx').then((page) => page.LanguagesPage),
);
const SharedPage = lazyPage(() => import('./share/page.tsx').then((page) => page.SharedPage));
const StudioPage = lazyPage(() => import('./studio/page.tsx').then((page) => page.StudioPage));
const SolvePage = lazyPage(() => import('./solve/page.tsx').then((page) => page.SolvePage));
const UpdateNotice = lazyPart(() => import('./offline/update-notice.tsx').then((part) => part.UpdateNotice));

/** The whole page. */
export function App({ state }: { state: AppState }): VNode {
  const route = useRoute();
  return (
    <AppContext.Provider value={state}>
      <TopBar page={route.page} />
      <Shortcuts />
      <Trouble />
      <UpdateNotice />
      <Companion />
      <AskHost />
      <Page route={route} />
    </AppContext.Provider>
  );
}

function Page({ route }: { route: Route }): VNode {
  const { page, id } = route;
  if (page === 'history') return id ? <RunPage run={id} key={id} /> : <HistoryPage />;
  if (page === 'studio') return id === 'languages' ? <LanguagesPage /> : <StudioPage />;
  if (page === 'problems') return <ProblemsPage />;
  if (page === 'models') return <ModelsPage />;
  if (page === 'roles') return <RolesPage />;
  if (page === 'offline') return <OfflinePage />;
  if (page === 'benchmarks') return <BenchmarksPage />;
  if (page === 'backup') return <BackupPage />;
  if (page === 'share') return <SharedPage link={id ?? ''} key={id} />;
  return <ProblemPage page={page} id={id} />;
}

/** A page about one problem: the one in the address, else the one open last, else the first bundled one. */
function ProblemPage({ page, id }: { page: 'solve' | 'practice'; id: string | null }): VNode {
  const app = useApp();
  const listed = useValue(app.problems);
  const { problem: last } = useValue(app.settings);
  const problems = listed.is === 'ready' ? listed.value.map(({ problem }) => problem) : [];
  const find = (wanted: string | null) => problems.find((problem) => problem.id === wanted);
  const problem: Problem | undefined = id ? find(id) : (find(last) ?? problems[0]);

  useEffect(() => {
    if (problem && problem.id !== last) app.changeSettings({ problem: problem.id });
  }, [problem, last, app]);

  useEffect(() => {
    document.title = problem ? `${problem.title} · Quartet` : 'Quartet';
  }, [problem]);

  if (problem && page === 'solve') return <SolvePage problem={problem} key={problem.id} />;
  if (problem) return <PracticePage problem={problem} key={problem.id} />;
  return (
    <main class="page">
      {listed.is === 'loading' && <p class="soft">{listed.note}</p>}
      {listed.is === 'failed' && <p class="notice error">{listed.error.message}</p>}
      {listed.is === 'ready' && (
        <p class="notice">
          {id ? 'This browser has no such problem; it may have been removed.' : 'There is no problem yet.'}{' '}
          <a href={hrefOf('problems')}>Choose or bring one</a>
        </p>
      )}
    </main>
  );
}

function Trouble(): VNode | null {
  const { trouble } = useApp();
  const error = useValue(trouble);
  if (!error) return null;
  return (
    <p class="notice error" role="alert">
      {error.message}
      <button type="button" onClick={() => trouble.set(null)}>
        Dismiss
      </button>
    </p>
  );
}
