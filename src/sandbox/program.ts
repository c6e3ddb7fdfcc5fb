/**
 * Running a program that nobody trusts. `prepare` once a submission, `run` once a test; the sandbox that
 * served one submission is never given to another.
 */
export interface Program {
  language: string;
  source: string;
}

/** A language that a runner can run. */
export interface Language {
  id: string;
  /** For people. */
  label: string;
  /** With the dot; the first is the usual one. */
  extensions: readonly string[];
  /** What a problem's time limit is multiplied by, for what the sandbox costs against a native run. */
  timeFactor: number;
  /** Whether a memory limit really holds; without it a program can take what the browser gives. */
  limitsMemory: boolean;
  /** Whether a run can be given files and give files back. */
  takesFiles?: boolean;
  /** What a program meets here and not on a native judge, one sentence each, for people. */
  differences: readonly string[];
}

export interface RunLimits {
  /** Wall time in milliseconds, taken by the parent. */
  timeMs: number;
  outputBytes: number;
  /**
   * What the program may take beside its language's runtime. Held only where `Language.limitsMemory` says so;
   * without it as much as the sandbox has.
   */
  memoryBytes?: number;
}

export type Exit =
  | { kind: 'code'; code: number }
  | { kind: 'limit'; limit: 'time' | 'memory' | 'output' | 'idle' }
  | { kind: 'crash'; message: string };

/** Files in the folder that a program starts in, by their plain names. Needs `Language.takesFiles`. */
export interface RunFiles {
  given: Readonly<Record<string, string>>;
  /** Names of the files to be read back when the program has ended. */
  wanted: readonly string[];
}

export interface Run {
  exit: Exit;
  stdout: string;
  stderr: string;
  /** Those of the wanted files that there are; their bytes count as output. Empty unless the program ended by itself. */
  files: Record<string, string>;
  ms: number;
}

export interface RunInput {
  stdin: string;
  files?: RunFiles;
  limits: RunLimits;
}

export interface Prepared {
  run(input: RunInput, signal: AbortSignal): Promise<Run>;
  /** Ends the worker; nothing may be run afterwards. */
  dispose(): void;
}

export type Preparation = { ok: true; prepared: Prepared } | { ok: false; compileError: string };

export interface Runner {
  readonly languages: readonly Language[];
  prepare(program: Program, signal: AbortSignal): Promise<Preparation>;
}
