import type { TestResult, Verdict } from '../judge/verdict.ts';
import type { EngineEvent, EngineInfo, Message, PackInfo, Role, Usage } from '../llm/engine.ts';

export interface SolveOptions {
  language: string;
  /** k: plans sampled together. */
  plans: number;
  /** n: programs sampled together for each plan. */
  programsPerPlan: number;
  /** t: debugging rounds at most. */
  rounds: number;
  seed: number;
  temperature: number;
  /** Tokens that a model which thinks may think before each answer; 0 has it answer at once. */
  thinking: number;
  /** Roles that run on the bare base, or are left out altogether (`debugger`), for ablations. */
  without: { pack: Role[]; debugger: boolean };
}

/** Which part of a solve an event belongs to; `requested` and `judged` carry it. */
export interface Place {
  role: Role;
  round: number;
  plan: number | null;
  candidate: number | null;
}

export interface Candidate {
  id: number;
  plan: number;
  /** The candidate that the debugger mended, or null for the coder's own. */
  parent: number | null;
  round: number;
  language: string;
  source: string;
}

export type SolveEventBody =
  | {
      type: 'started';
      problem: string;
      revision: string;
      title: string;
      options: SolveOptions;
      seed: number;
      model: string;
      packs: PackInfo[];
      executor: EngineInfo['executor'];
      kernels: string;
    }
  | ({
      type: 'requested';
      request: string;
      prompt: Message[];
      /** What the prompt left out so that it fits the context, in words; absent where nothing was. */
      dropped?: string[];
    } & Place)
  | {
      type: 'answered';
      request: string;
      role: Role;
      text: string;
      /** What the model thought before it; absent where it thought nothing. */
      thinking?: string;
      parsed: unknown;
      /** What was wrong with the answer's form; null when it could be read. */
      formatFailure: string | null;
      reason: 'stop' | 'length' | 'abort';
      usage: Usage;
    }
  | { type: 'switched'; from: Role | null; to: Role | null; bytes: number }
  | { type: 'judged'; candidate: Candidate; tests: TestResult[] }
  | { type: 'chosen'; candidate: number; why: string }
  | { type: 'graded'; candidate: number; verdict: Verdict; tests: TestResult[] }
  | { type: 'continued' }
  | { type: 'ended'; how: 'solved' | 'gave up' | 'stopped' | 'failed'; message: string };

/** What a clock said: `at` in ms since 1970; `ms` is how long the thing that the event reports took. */
export interface Measured {
  at: number;
  ms?: number;
}

/** One line of a trajectory: append-only, keyed by `[run, seq]`, stored before it is shown. */
export type SolveEvent = { run: string; seq: number; v: 1; measured: Measured } & SolveEventBody;

/** A streamed token, live and provisional until its request's `answered` holds the text; never stored. */
export type LiveEvent = { live: true; event: Extract<EngineEvent, { type: 'token' }> };
