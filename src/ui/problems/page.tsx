import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { type ListedProblem, useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { FileDrop } from './file-drop.tsx';
import { PasteForm } from './paste.tsx';
import '../history/history.css';
import './problems.css';

/** All problems, and the two ways to bring one: files, or by hand. */
export function ProblemsPage(): VNode {
  const app = useApp();
  const listed = useValue(app.problems);
  const [error, setError] = useState<Error | null>(null);

  const take = async (make: () => Promise<Problem[]>) => {
    setError(null);
    try {
      const problems = await make();
      for (const problem of problems) await app.addProblem(problem);
      if (problems[0]) location.hash = hrefOf('solve', problems[0].id);
    } catch (reason) {
      setError(reason as Error);
    }
  };
  return (
    <main class="page problems-page">
      <section aria-label="All problems">
        <h1>Problems</h1>
        {listed.is === 'failed' && <p class="notice error">{listed.error.message}</p>}
        {listed.is === 'loading' && <p class="soft">{listed.note}</p>}
        {listed.is === 'ready' && <ProblemTable problems={listed.value} />}
      </section>
      <section class="bring" aria-label="Bring a problem">
        <h1>Bring a problem</h1>
        {error && (
          <p class="notice error" role="alert">
            {error.message}
          </p>
        )}
        <FileDrop take={(make) => void take(make)} />
        <h2>Or by hand</h2>
        <PasteForm take={(make) => void take(async () => [await make()])} />
      </section>
    </main>
  );
}

function ProblemTable({ problems }: { problems: ListedProblem[] }): VNode {
  const own = problems.filter(({ bundled }) => !bundled);
  const bundled = problems.filter((entry) => entry.bundled);
  return (
    <div class="table-frame">
      <table class="problem-list">
        <thead>
          <tr>
            <th scope="col">Problem</th>
            <th scope="col">From</th>
            <th scope="col" class="number">
              Samples
            </th>
            <th scope="col" class="number">
              Hidden tests
            </th>
            <th scope="col">
              <span class="hidden-label">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...own, ...bundled].map((entry) => (
            <ProblemRow key={entry.problem.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ProblemRow({ entry: { problem, bundled } }: { entry: ListedProblem }): VNode {
  const app = useApp();
  const { id, title, tests, source } = problem;
  const samples = tests.filter(({ origin }) => origin === 'sample').length;
  const remove = () => void app.removeProblem(id);
  return (
    <tr>
      <td>
        <a href={hrefOf('solve', id)}>{title}</a>
      </td>
      <td class="soft">{bundled ? 'bundled' : source || 'by hand'}</td>
      <td class="number" data-unit="samples">
        {samples}
      </td>
      <td class="number" data-unit="hidden tests">
        {tests.length - samples}
      </td>
      <td class="actions">
        <a href={hrefOf('practice', id)}>Practice</a>
        {!bundled && <ConfirmButton label="Remove" act={remove} />}
      </td>
    </tr>
  );
}
