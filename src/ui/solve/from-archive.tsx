import type { VNode } from 'preact';
import type { RunView } from './run-view.ts';

/** Which solved problems the planner was told of; nothing where the archive had none. */
export function FromArchive({ view: { found } }: { view: RunView }): VNode | null {
  if (!found || found.length === 0) return null;
  return (
    <p class="soft">
      Similar problems from the archive:{' '}
      {found.map(({ title, retrieval }) => `${title} (${retrieval.technique})`).join('; ')}.
    </p>
  );
}
