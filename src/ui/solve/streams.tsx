import type { VNode } from 'preact';
import { count } from '../words.ts';
import { RequestText } from './detail.tsx';
import { requestLabel } from './lanes.ts';
import type { RequestView, RunView } from './run-view.ts';

/** The words of the requests asked last, side by side as they stream. */
export function Streams({ view }: { view: RunView }): VNode | null {
  const batch = lastBatch(view);
  const [first] = batch;
  if (!first) return null;
  const open = batch.filter(({ answered }) => !answered).length;
  return (
    <section class="detail" aria-label={`The ${first.role} speaks`}>
      <header>
        <h2>{first.role}</h2>
        <span class="soft">{open > 0 ? `${open} of ${batch.length} still writing` : 'all written'}</span>
      </header>
      <div class="streams">
        {batch.map((request) => (
          <figure key={request.request}>
            <figcaption class="soft">{captionOf(request, view)}</figcaption>
            <RequestText request={request} />
          </figure>
        ))}
      </div>
    </section>
  );
}

function captionOf(request: RequestView, view: RunView): string {
  const label = requestLabel(request, view);
  const tokens = count(request.tokens, 'token');
  if (label === '') return tokens;
  return `${label === String((request.plan ?? 0) + 1) ? 'plan' : 'program'} ${label} · ${tokens}`;
}

/** Requests of one role and round are asked together. */
function lastBatch({ requests }: RunView): RequestView[] {
  const last = requests.at(-1);
  return requests.filter((request) => request.role === last?.role && request.round === last.round);
}
