import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { useWork } from '../work.ts';

/** Some sources bring tests but no statement; without one there is nothing for the roles to read. */
export function MissingStatement({ problem }: { problem: Problem }): VNode {
  const app = useApp();
  const [statement, setStatement] = useState('');
  useWork(() => statement !== '');
  const save = (event: Event) => {
    event.preventDefault();
    if (statement.trim() === '') return;
    app.addProblem({ ...problem, statement }).catch((error: Error) => app.trouble.set(error));
  };
  return (
    <form onSubmit={save}>
      <p>
        This problem came without its statement, and Solve needs one: paste it here as text or Markdown. Your
        own programs can be judged at once, <a href={hrefOf('practice', problem.id)}>in Practice</a>.
      </p>
      <label>
        <span class="hidden-label">Statement</span>
        <textarea
          rows={12}
          value={statement}
          onInput={({ currentTarget }) => setStatement(currentTarget.value)}
        />
      </label>
      <p>
        <button type="submit" class="primary" aria-disabled={statement.trim() === ''}>
          Keep the statement
        </button>
      </p>
    </form>
  );
}
