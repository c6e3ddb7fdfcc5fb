import type { VNode } from 'preact';
import type { AppState } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { bytes } from '../words.ts';
import { absentPieces, type OfflineView, PAGE } from './view.ts';

/** What works without a network, and whether there is one. */
export function OfflineFacts({ app }: { app: AppState }): VNode {
  const view = useValue(app.offline.view);
  return (
    <p class="offline-facts">
      {!view.reachable && <strong>There is no network now. </strong>}
      {sentenceOn(view)}{' '}
      <a href={hrefOf('offline')} onClick={() => document.getElementById('facts')?.hidePopover()}>
        {absentPieces(view).length > 0 ? 'Take everything offline' : 'What is kept'}
      </a>
    </p>
  );
}

/** The state of things in a sentence or two. */
export function sentenceOn(view: OfflineView): string {
  if (view.without !== null) return `This page opens with a network only, because ${view.without}.`;
  const page = view.pieces.find(({ id }) => id === PAGE);
  if (!page) return 'What works without a network is being looked up.';
  const { state } = page;
  if (state.is === 'failed') return state.error.message;
  if (state.is === 'absent' && !view.reachable)
    return 'The browser has lost something of this page, which is fetched again when there is a network.';
  if (state.is === 'absent') return 'This page is not kept for a time without a network yet.';
  if (state.is === 'coming')
    return `This page is being kept for a time without a network: ${bytes(state.received)} of ${bytes(page.bytes)}.`;
  const here = view.pieces.filter((piece) => piece.state.is === 'here').map(({ label }) => label);
  const absent = absentPieces(view).map(({ label }) => label);
  const more = absent.length > 0 ? ` Only with one: ${absent.join('; ')}.` : '';
  return `Works without a network: ${here.join('; ')}.${more}`;
}
