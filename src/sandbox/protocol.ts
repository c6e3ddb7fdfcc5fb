import type { Trace } from './program.ts';

/**
 * What passes between the host of a sandbox and its worker. The worker is hostile: each of its messages is only a
 * claim about its own program. The host takes times, counts bytes and compares outputs itself.
 */
export type ToWorker =
  | ({ type: 'prepare' } & Submission)
  | {
      type: 'run';
      stdin: Uint8Array;
      /** In place of `stdin` the input comes piece by piece, each asked for by `reading`. */
      pipe?: boolean;
      argv?: readonly string[];
      files?: FilesOfRun;
      outputBytes: number;
      memoryBytes: number | null;
      trace?: boolean;
    }
  /** The answer to a `reading` that was not `shared`. Empty at the end of the input. */
  | { type: 'input'; bytes: Uint8Array };

export interface Submission {
  source: string;
  /** In place of `source`, in languages that are compiled. */
  wasm?: Uint8Array;
  /** How messages name the submission's file, e.g. `main.js`. */
  file: string;
  /** Those that stand beside it. */
  files?: Readonly<Record<string, string>>;
}

/**
 * Files to lay down before the run, and the names of those to send back after it. A name has at most one folder
 * before it; a wanted name that ends in a slash is a folder, whose files are all sent.
 */
export interface FilesOfRun {
  given: Record<string, Uint8Array>;
  wanted: readonly string[];
}

export type FromWorker =
  /** The language's runtime is loaded. */
  | { type: 'ready' }
  | { type: 'prepared'; compileError: string | null }
  /** The program's first instruction is next: the clock starts. */
  | { type: 'started' }
  | { type: 'output'; stream: 'stdout' | 'stderr'; bytes: Uint8Array }
  /**
   * The program can go on only with more of its piped input; all that it printed is sent. One answer is owed.
   * `shared`: by the memory that the worker was booted with, as its thread waits there.
   * `received`: the pieces that it has had; a smaller number than was sent says that an answer is under way.
   * `timers`: it may also go on by itself, and says so again when it no longer may.
   */
  | { type: 'reading'; shared: boolean; received: number; timers?: boolean }
  | { type: 'overflow' }
  /** A file that was asked for, as the program left it; before `ended`. */
  | { type: 'file'; name: string; bytes: Uint8Array }
  /** What the run did so far, when its tracing ends: with the program, or before it. */
  | { type: 'trace'; trace: Trace }
  /**
   * `clean`: everything that the program changed was put back, so the next test may run in the same worker.
   * `memoryBytes`: the most that it took beside its runtime, where that is known.
   */
  | { type: 'ended'; code: number; clean: boolean; memoryBytes?: number }
  /** The program needs a larger stack, which the worker has made: to be run again, and what it printed forgotten. */
  | { type: 'again' }
  /** The program failed for want of memory, after some was refused to it. */
  | { type: 'exhausted' }
  /** The runtime itself broke, e.g. its stack overflowed. */
  | { type: 'crashed'; message: string };
