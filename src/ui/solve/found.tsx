import type { VNode } from 'preact';
import type { RunView } from './run-view.ts';

/** Solved problems that the archive had and the planner was given, before the model was asked to remember any. */
export function Found({ view }: { view: RunView }): VNode | null {
  const { found } = view;
  if (!found || found.length === 0) return null;
  return (
    <details class="found">
      <summary>
        From the archive:{' '}
        {found.map(({ title, likeness }) => `${title}, ${Math.round(100 * likeness)} % alike`).join(' · ')}
      </summary>
      {found.map(({ problem, title, retrieval }) => (
        <figure key={problem}>
          <figcaption>
            {title} <span class="soft">{retrieval.technique}</span>
          </figcaption>
          <pre class="wrapped">{[retrieval.similar, retrieval.tutorial].filter(Boolean).join('\n\n')}</pre>
        </figure>
      ))}
    </details>
  );
}
