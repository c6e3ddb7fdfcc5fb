import type { TextBuffer } from './text-buffer.ts';

/** Where a program's standard input comes from: there as a whole, or piece by piece. */
export interface InputSource {
  /** Whether there are bytes at hand. */
  readonly some: boolean;
  /** Whether nothing more will come than is at hand. */
  readonly ended: boolean;
  /** Whether there is a line at hand, or the end. */
  readonly lineReady: boolean;
  /** How many pieces have come. */
  readonly arrived: number;
  /** At most `size` bytes, and at least one but at the end; waits for them. */
  take(size: number): TextBuffer;
  /** Everything to the end; waits for it. */
  takeAll(): TextBuffer;
  /** Everything at hand. */
  takeReady(): TextBuffer;
  /** The next line with its end, or null at the end of the input; waits for it. */
  takeLine(): TextBuffer | null;
  /** Calls back as soon as `enough` holds, which is asked whenever something has come; the returned function stops it. */
  when(enough: () => boolean, then: () => void): () => void;
}
