import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { count } from '../words.ts';
import { FileDrop } from './file-drop.tsx';
import type { Brought } from './import-files.ts';
import { Library } from './library.tsx';
import { PasteForm } from './paste.tsx';
import '../history/history.css';
import './problems.css';

/** Errors that are told one by one; more of them have one cause. */
const TOLD = 5;

/** All problems, and the two ways to bring one: files, or by hand. */
export function ProblemsPage(): VNode {
  const app = useApp();
  const listed = useValue(app.problems);
  const [errors, setErrors] = useState<readonly Error[]>([]);
  const [added, setAdded] = useState('');

  /** A single problem is opened; several are told of, where they now stand in the list. */
  const take = async (make: () => Promise<Brought>) => {
    setErrors([]);
    setAdded('Reading…');
    try {
      const { problems, errors } = await make();
      if (problems.length > 1) setAdded(`Keeping ${count(problems.length, 'problem')}…`);
      if (problems.length > 0) await app.addProblem(...problems);
      setErrors(errors);
      setAdded(problems.length > 1 ? `${count(problems.length, 'problem')} added.` : '');
      if (problems.length === 1 && errors.length === 0) location.hash = hrefOf('solve', problems[0]!.id);
    } catch (reason) {
      setAdded('');
      setErrors([reason as Error]);
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
        {added !== '' && (
          <p class="notice" role="status">
            {added}
          </p>
        )}
        {errors.length > 0 && (
          <div class="notice error" role="alert">
            {errors.slice(0, TOLD).map(({ message }) => (
              <p key={message}>{message}</p>
            ))}
            {errors.length > TOLD && (
              <p>And {count(errors.length - TOLD, 'more problem')} could not be read.</p>
            )}
          </div>
        )}
        <FileDrop take={(make) => void take(make)} />
        <h2>Or by hand</h2>
        <PasteForm take={(make) => void take(async () => ({ problems: [await make()], errors: [] }))} />
      </section>
    </main>
  );
}
