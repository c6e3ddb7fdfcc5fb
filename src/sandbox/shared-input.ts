import { PIECE_BYTES } from './pipes.ts';

const HEADER_BYTES = 4;

/**
 * Memory for one piece of input at a time, in which a worker's thread waits for it: 0, or the piece's length plus
 * one, and the piece. The worker may write anything there; it harms only itself.
 */
export function createSharedInput(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + PIECE_BYTES);
}

/** Puts a piece there, which a thread waits for. */
export function feedShared(shared: SharedArrayBuffer, piece: Uint8Array): void {
  new Uint8Array(shared, HEADER_BYTES).set(piece);
  const header = new Int32Array(shared, 0, 1);
  Atomics.store(header, 0, piece.length + 1);
  Atomics.notify(header, 0);
}

/** Waits for the next piece and takes it out. Blocks the thread: for workers alone. */
export function takeShared(shared: SharedArrayBuffer): Uint8Array {
  const header = new Int32Array(shared, 0, 1);
  Atomics.wait(header, 0, 0);
  const length = Atomics.exchange(header, 0, 0) - 1;
  return new Uint8Array(shared, HEADER_BYTES, length).slice();
}
