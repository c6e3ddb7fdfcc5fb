import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { FileDrop } from './file-drop.tsx';
import { Library } from './library.tsx';
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
        {listed.is === 'ready' && <Library problems={listed.value} />}
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
