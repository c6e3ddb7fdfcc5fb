/** What of the page works without a network, as far as it is known. */
export interface OfflineView {
  /** Why this page will not open without a network, completing “… because …”; null where it does or is going to. */
  without: string | null;
  /** Whether the site's host answered when it was last asked. */
  reachable: boolean;
  /** The page first; empty until it was looked what is kept. */
  pieces: readonly Piece[];
  /** Why what was asked for could not be kept. */
  trouble: Error | null;
  /** Whether something comes that a person asked for. */
  taking: boolean;
  /** A newer version that is kept whole and waits to be taken. */
  update: string | null;
  /** Whether the browser promised not to clear its storage by itself; null until it was asked. */
  persisted: boolean | null;
}

/** Something that is kept whole or not at all: the page, a language. */
export interface Piece {
  id: string;
  /** What works with it, for people. */
  label: string;
  /** To be fetched in all. */
  bytes: number;
  state: PieceState;
}

export type PieceState =
  | { is: 'here' }
  | { is: 'absent' }
  | { is: 'coming'; received: number }
  | { is: 'failed'; error: Error };

export const NOT_LOOKED: OfflineView = {
  without: null,
  reachable: true,
  pieces: [],
  trouble: null,
  taking: false,
  update: null,
  persisted: null,
};

/** The page itself. */
export const PAGE = 'page';

export const absentPieces = ({ pieces }: OfflineView): Piece[] =>
  pieces.filter(({ state }) => state.is === 'absent' || state.is === 'failed');

export const bytesOf = (pieces: readonly Pick<Piece, 'bytes'>[]): number =>
  pieces.reduce((sum, { bytes }) => sum + bytes, 0);

/** Whether a file of the page did not come, as where the network fails for a moment: it may come the next time. */
export const isCutShort = ({ pieces }: OfflineView): boolean =>
  pieces.some(
    ({ id, state }) => id === PAGE && state.is === 'failed' && state.error.name === 'SiteFileError',
  );
