import type { PipeEnd } from './pipes.ts';

/**
 * Running a program that nobody trusts. `prepare` once a submission, `run` once a test; the sandbox that
 * served one submission is never given to another.
 */
export interface Program {
  language: string;
  source: string;
  /** Files beside the source while it is compiled and run, by their plain names: `testlib.h`, a module of its own. */
  files?: Readonly<Record<string, string>>;
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
  /**
   * Whether a program can talk with another over pipes (`joinPipes`): `always`; `isolated`, only where shared memory
   * is there for its reads to wait in, which a page has when it is cross-origin isolated; or `never`.
   */
  interacts: 'always' | 'isolated' | 'never';
  /** Whether a run can take down what each line did (`RunInput.trace`). */
  traces: boolean;
  /** What a program meets here and not on a native judge, one sentence each, for people. */
  differences: readonly string[];
}

export interface RunLimits {
  /** Wall time in milliseconds, taken by the parent; with a pipe, without the time spent waiting for the other end. */
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

/**
 * Files in the folder that a program starts in. A name is plain, or has one folder
 * before it: `feedback/judgemessage.txt`.
 */
export interface RunFiles {
  given: Readonly<Record<string, string>>;
  /**
   * Names of the files to be read back when the program has ended; `feedback/` stands for all files of that folder,
   * which is there from the start.
   */
  wanted: readonly string[];
}

/** One line of the submission that was run, and what it did to the variables. */
export interface TraceStep {
  /** How many lines had been run to their end before it, so that it shows where some were left out. */
  at: number;
  /** 1-based, in the submission's own file. */
  line: number;
  /** The function that it stands in; empty outside of all functions. */
  fn: string;
  /**
   * The variables that it changed, in their order, as it left them, each value cut to TRACED_VALUE characters. Also
   * `return`, what the function gave back, and `error`, the exception that left the line.
   */
  changed: readonly (readonly [name: string, value: string])[];
  /** Bytes that had been printed to the standard output before it was run. */
  printed: number;
}

/** What a run did line by line. Like all that a worker says it is a claim, and a program may have meddled with it. */
export interface Trace {
  /** A line after those that it called; of a long run the first and the last. */
  steps: readonly TraceStep[];
  /** False where the program did more than is taken down: the last steps are not the run's. */
  whole: boolean;
}

/** What a traced value is cut to, in characters. */
export const TRACED_VALUE = 200;

export interface Run {
  exit: Exit;
  stdout: string;
  stderr: string;
  /** Those of the wanted files that there are; their bytes count as output. Empty unless the program ended by itself. */
  files: Record<string, string>;
  ms: number;
  /**
   * The most memory that the program took beside its language's runtime, where its worker knows it: what a memory limit
   * is held against. A worker that runs test after test keeps what it has grown to, so there it is the most of all tests
   * so far.
   */
  memoryBytes?: number;
  /** If it was asked for and could be had. */
  trace?: Trace;
}

export interface RunInput {
  stdin: string;
  /** In place of `stdin`, and for standard output too: the end of a pipe whose other end another run has. */
  pipe?: PipeEnd;
  /** The program's arguments: C's argv[1] and on, Python's sys.argv[1:], Node's process.argv.slice(2), Lua's arg. */
  argv?: readonly string[];
  files?: RunFiles;
  limits: RunLimits;
  /** Take down what each line did, where the language `traces`; it makes the run slower. Not with a pipe. */
  trace?: boolean;
}

export interface Prepared {
  run(input: RunInput, signal: AbortSignal): Promise<Run>;
  /** Ends the worker; nothing may be run afterwards. */
  dispose(): void;
}

export type Preparation = { ok: true; prepared: Prepared } | { ok: false; compileError: string };

export interface Runner {
  readonly languages: readonly Language[];
  /** Whether programs whose language `interacts` only when `isolated` can talk with another here. */
  readonly isolated: boolean;
  prepare(program: Program, signal: AbortSignal): Promise<Preparation>;
}
