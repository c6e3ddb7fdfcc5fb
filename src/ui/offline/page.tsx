import type { VNode } from 'preact';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { useLoaded, useValue } from '../state.ts';
import { bytes } from '../words.ts';
import { sentenceOn } from './offline-facts.tsx';
import { absentPieces, bytesOf, type Piece } from './view.ts';
import './offline.css';

/** What works without a network, piece by piece, and taking the rest along while there is one. */
export function OfflinePage(): VNode {
  const { offline } = useApp();
  const view = useValue(offline.view);
  const install = useValue(offline.install);
  const absent = absentPieces(view);
  const coming = view.pieces.some(({ state }) => state.is === 'coming');
  // What a piece failed by stands with the piece.
  const { trouble } = view;
  const untold = view.pieces.every(({ state }) => state.is !== 'failed' || state.error !== trouble);
  return (
    <main class="page offline-page">
      <h1>Offline</h1>
      {!view.reachable && <p class="notice">There is no network now, or the site's host does not answer.</p>}
      {(view.without !== null || view.pieces.length === 0) && <p>{sentenceOn(view)}</p>}
      {trouble && untold && (
        <p class="notice error" role="alert">
          {trouble.message}
        </p>
      )}
      {view.pieces.length > 0 && (
        <>
          <p>What is here works without a network; the rest needs one.</p>
          <PieceTable pieces={view.pieces} take={(id) => offline.take([id])} />
          <p class="choices">
            {view.taking && (
              <button type="button" onClick={offline.stop}>
                Stop
              </button>
            )}
            {!view.taking && !coming && absent.length > 0 && (
              <button type="button" class="primary" onClick={() => offline.take(absent.map(({ id }) => id))}>
                Take everything offline, {bytes(bytesOf(absent))}
              </button>
            )}
            {!coming && absent.length === 0 && `Everything is here, ${bytes(bytesOf(view.pieces))}.`}
          </p>
        </>
      )}
      {view.persisted !== null && (
        <p class="soft">
          {view.persisted
            ? 'The browser promised not to clear any of it by itself.'
            : 'The browser did not promise to keep it, and may clear it when the disk is full; some promise when the site is used more, installed or bookmarked.'}
        </p>
      )}
      <OtherModels />
      {install && (
        <p>
          <button type="button" onClick={install}>
            Install as an app
          </button>{' '}
          <span class="soft">It opens in a window of its own, from the same files.</span>
        </p>
      )}
    </main>
  );
}

function PieceTable({ pieces, take }: { pieces: readonly Piece[]; take(id: string): void }): VNode {
  return (
    <table class="pieces">
      <thead>
        <tr>
          <th scope="col">What works</th>
          <th scope="col" class="number">
            Size
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece) => (
          <PieceRows key={piece.id} piece={piece} take={() => take(piece.id)} />
        ))}
      </tbody>
    </table>
  );
}

interface PieceProps {
  piece: Piece;
  take(): void;
}

function PieceRows({ piece, take }: PieceProps): VNode {
  const { label, bytes: size, state } = piece;
  return (
    <>
      <tr class={state.is === 'failed' ? 'failed' : ''}>
        <th scope="row">{label}</th>
        <td class="number">{bytes(size)}</td>
        <td class="state">
          <StateOf piece={piece} take={take} />
        </td>
      </tr>
      {state.is === 'failed' && (
        <tr>
          <td colSpan={3}>
            <p class="wrong" role="alert">
              {state.error.message}
            </p>
          </td>
        </tr>
      )}
    </>
  );
}

function StateOf({ piece: { label, bytes: size, state }, take }: PieceProps): VNode {
  if (state.is === 'here') return <span class="here">here</span>;
  if (state.is === 'coming') {
    return (
      <>
        <progress value={state.received} max={size} aria-label={`${label} is being kept`} />{' '}
        {bytes(state.received)}
      </>
    );
  }
  return (
    <>
      not here{' '}
      <button type="button" class="quiet" aria-label={`Take ${label}`} onClick={take}>
        Take
      </button>
    </>
  );
}

/** Models that a person brought are gigabytes, and taken in their own room. */
function OtherModels(): VNode {
  const { models, settings } = useApp();
  const { endpoints } = useValue(settings);
  const { value: kept } = useLoaded(() => models.list(), 'once');
  const whole = (kept ?? []).filter(({ state }) => state === 'whole').map(({ id }) => id);
  return (
    <p class="soft">
      {whole.length > 0
        ? `Kept in Models, and working without a network: ${whole.join(', ')}.`
        : 'Other models work without a network once they are kept in Models.'}
      {endpoints.length > 0 && ' Endpoints need the network that leads to them.'}{' '}
      <a href={hrefOf('models')}>Models</a>
    </p>
  );
}
