import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { deleteRun, listRuns } from '../../store/runs.ts';
import type { RunSummary } from '../../store/summary.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { hrefOf } from '../route.ts';
import { useLoaded, useValue } from '../state.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import { count, duration, moment } from '../words.ts';
import { useHeldRuns } from './held.ts';
import { ImportRuns } from './import-runs.tsx';
import { saveRun } from './save-run.ts';
import { runsMatching } from './search.ts';
import './history.css';

/** Every run that was made in this browser, newest first. */
export function HistoryPage(): VNode {
  const app = useApp();
  const run = useValue(app.run);
  const [version, setVersion] = useState(0);
  const held = useHeldRuns();
  const { value: runs, error } = useLoaded(listRuns, `${version} ${run?.run} ${[...held].join()}`);
  const [query, setQuery] = useState('');
  const found = useMemo(() => runsMatching(runs ?? [], query), [runs, query]);
  const remove = (id: string) =>
    deleteRun(id).then(
      () => setVersion((old) => old + 1),
      (reason: Error) => app.trouble.set(reason),
    );
  return (
    <main class="page">
      <h1>History</h1>
      {error && <p class="notice error">{error.message}</p>}
      {runs?.length === 0 && (
        <p class="soft">
          No runs yet. Every run is kept here, step by step, in this browser alone.{' '}
          <a href={hrefOf('solve')}>Solve something</a>.
        </p>
      )}
      <ImportRuns changed={() => setVersion((old) => old + 1)}>
        <input
          type="search"
          aria-label="Search runs"
          placeholder="Problem, model, ending, verdict"
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <a class="button" href={hrefOf('backup')}>
          Backup
        </a>
      </ImportRuns>
      {runs && runs.length > 0 && (
        <div class="table-frame">
          <table class="runs">
            <thead>
              <tr>
                <th scope="col">Problem</th>
                <th scope="col">When</th>
                <th scope="col">Model</th>
                <th scope="col">Ended</th>
                <th scope="col">Hidden tests</th>
                <th scope="col" class="number">
                  Programs
                </th>
                <th scope="col" class="number">
                  Time
                </th>
                <th scope="col">
                  <span class="hidden-label">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((summary) => (
                <RunRow
                  key={summary.run}
                  summary={summary}
                  live={held.has(summary.run) || (run?.run === summary.run && run.live.value)}
                  remove={() => void remove(summary.run)}
                />
              ))}
            </tbody>
          </table>
          <p class="soft" role="status">
            {query.trim() !== '' && `${found.length} of `}
            {count(runs.length, 'run')}, kept in this browser alone.
          </p>
        </div>
      )}
    </main>
  );
}

function RunRow({ summary, live, remove }: { summary: RunSummary; live: boolean; remove(): void }): VNode {
  const { trouble } = useApp();
  const { run, title, startedAt, how, grade, candidates, ms, model, imported } = summary;
  const save = () => saveRun(run, title).catch((reason: Error) => trouble.set(reason));
  return (
    <tr>
      <td>
        <a href={hrefOf('history', run)}>{title}</a>
        {imported && <span class="soft"> imported</span>}
      </td>
      <td>{moment(startedAt)}</td>
      <td>{model}</td>
      <td class={how === 'solved' ? 'solved' : ''}>{live ? 'running' : (how ?? 'interrupted')}</td>
      <td>{grade ? <VerdictBadge verdict={grade} /> : <span class="soft">–</span>}</td>
      <td class="number" data-unit={candidates === 1 ? 'program' : 'programs'}>
        {candidates}
      </td>
      <td class="number">{duration(ms)}</td>
      <td class="actions">
        <button type="button" class="quiet" onClick={() => void save()}>
          Export
        </button>
        {!live && <ConfirmButton label="Delete" act={remove} />}
      </td>
    </tr>
  );
}
