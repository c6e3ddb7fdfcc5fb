import type { VNode } from 'preact';
import { count } from '../words.ts';
import type { RunView } from './run-view.ts';

/** How the programs that pass every sample compare on generated inputs: who behaves alike, and how many agree. */
export function Clusters({ view }: { view: RunView }): VNode | null {
  const { clustered, candidates } = view;
  if (!clustered) return null;
  const { inputs, dropped, groups } = clustered;
  const nameOf = (id: number) => candidates.find(({ candidate }) => candidate.id === id)?.label ?? String(id);
  const left = dropped > 0 ? `, ${dropped} left out, on which most crash` : '';
  return (
    <section class="clusters" aria-label="Programs compared">
      <h2>Compared on {count(inputs, 'generated input')}</h2>
      <span class="soft">
        {groups.length === 1 ? 'all behave alike' : `${groups.length} ways to behave`}
        {left}
      </span>
      <ul>
        {groups.map(({ candidates: alike, shared }) => (
          <li key={alike.join(' ')}>
            <span class="alike">{alike.map(nameOf).join(' ')}</span>
            <span class="shared" style={{ '--share': `${100 * shared}%` }}>
              {Math.round(100 * shared)} % of the others’ outputs
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
