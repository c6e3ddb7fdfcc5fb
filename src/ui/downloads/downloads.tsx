import type { VNode } from 'preact';
import type { Download } from '../../sandbox/assets/downloads.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import './downloads.css';

/** What is being fetched for the languages, as far as it is there; nothing while nothing is. */
export function Downloads(): VNode | null {
  const app = useApp();
  const live = useValue(app.downloads);
  if (live.length === 0) return null;
  const labelOf = (id: string) => app.languages.find((language) => language.id === id)?.label ?? id;
  return (
    <div class="downloads soft">
      {live.map(({ what, received, total }) => (
        <p key={what}>
          <span role="status">{labelOf(what)} is being fetched, once:</span>{' '}
          <span class="downloads-size">{sizesOf({ received, total })}</span>{' '}
          <progress value={received} max={total} aria-label={`${labelOf(what)} is being fetched`} />
        </p>
      ))}
    </div>
  );
}

/** `3.1 of 9.0 MB`; of more than ten megabytes no fractions. */
export function sizesOf({ received, total }: Pick<Download, 'received' | 'total'>): string {
  const digits = total < 1e7 ? 1 : 0;
  return `${(received / 1e6).toFixed(digits)} of ${(total / 1e6).toFixed(digits)} MB`;
}
