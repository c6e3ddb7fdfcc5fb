import type { FromWorker, ToWorker } from './protocol.ts';

/**
 * One live worker with its language's runtime loaded, held by one submission at a time. Whoever holds it sets
 * the two callbacks and, in the end, calls `kill`.
 */
export interface Cell {
  readonly alive: boolean;
  onMessage: ((message: FromWorker) => void) | null;
  /** The worker, or the frame that it lives in, ended by itself. Not called for `kill`. */
  onDeath: ((reason: string) => void) | null;
  post(message: ToWorker): void;
  /** Answers a `shared` reading, by the memory that the worker waits in; at most PIECE_BYTES. */
  feed(piece: Uint8Array): void;
  /**
   * Ends the worker at once, whatever it is doing. Resolved when it has been ended: null, or why it was gone already,
   * together with all that shared its process.
   */
  kill(): Promise<string | null>;
}

/**
 * Starts a worker for a language, resolved when its runtime is loaded; the clock of no program runs meanwhile. What is
 * downloaded for it may be given up when the signal aborts.
 */
export type SpawnCell = (language: string, signal: AbortSignal) => Promise<Cell>;

/** A sandbox could not be started, or broke outside of any program. */
export class SandboxError extends Error {
  override name = 'SandboxError';
}
