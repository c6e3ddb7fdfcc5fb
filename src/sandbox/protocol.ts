/**
 * What passes between the host of a sandbox and its worker. The worker is hostile: each of its messages is only a
 * claim about its own program. The host takes times, counts bytes and compares outputs itself.
 */
export type ToWorker =
  /** `file`: how messages name the submission's file, e.g. `main.js`. */
  | { type: 'prepare'; source: string; file: string }
  | {
      type: 'run';
      stdin: Uint8Array;
      files?: FilesOfRun;
      outputBytes: number;
      memoryBytes: number | null;
    };

/** Files to lay down before the run, and the names of those to send back after it. */
export interface FilesOfRun {
  given: Record<string, Uint8Array>;
  wanted: readonly string[];
}

export type FromWorker =
  /** The language's runtime is loaded. `snapshot`: its memory, for starting the next worker faster. */
  | { type: 'ready'; snapshot?: ArrayBuffer }
  | { type: 'prepared'; compileError: string | null }
  /** The program's first instruction is next: the clock starts. */
  | { type: 'started' }
  | { type: 'output'; stream: 'stdout' | 'stderr'; bytes: Uint8Array }
  | { type: 'overflow' }
  /** A file that was asked for, as the program left it; before `ended`. */
  | { type: 'file'; name: string; bytes: Uint8Array }
  /** `clean`: everything that the program changed was put back, so the next test may run in the same worker. */
  | { type: 'ended'; code: number; clean: boolean }
  /** The program failed for want of memory, after some was refused to it. */
  | { type: 'exhausted' }
  /** The runtime itself broke, e.g. its stack overflowed. */
  | { type: 'crashed'; message: string };
