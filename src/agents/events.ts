import type { TestResult, Verdict } from '../judge/verdict.ts';
import type { EngineEvent, EngineInfo, Message, PackInfo, Role, Usage } from '../llm/engine.ts';
import type { Found } from './archive/archive.ts';

export interface SolveOptions {
  language: string;
  /** Another language, which programs are written in first; the accepted one is carried over. Null where there is none. */
  via: string | null;
  /** k: plans sampled together. */
  plans: number;
  /** n: programs sampled together for each plan. */
  programsPerPlan: number;
  /** Programs from the statement alone, by turns the base's and the coder's, asked for where the plans' programs fail a sample. */
  direct: number;
  /** t: debugging rounds at most. */
  rounds: number;
  seed: number;
  temperature: number;
  /** Tokens that a model which thinks may think before each answer; 0 has it answer at once. */
  thinking: number;
  /** What a run may take; null where nothing is said. Tokens are prompt tokens, a shared beginning once, and answers. */
  budget: { ms: number | null; tokens: number | null };
  /**
   * Asks for one plan and one program of it first, then for those without a plan, and for the others only where all of these
   * fail a sample.
   */
  earlyStop: boolean;
  /** Of several programs that pass every sample, takes the one that agrees with most on generated inputs. */
  cluster: boolean;
  /** Looks for similar problems in the archive before the model is asked. */
  archive: boolean;
  /** Tells the debugger how the variables changed on the failing test. */
  trace: boolean;
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
      /** Names the model's bits before any pack; not there where they are not known. */
      base?: string;
      packs: PackInfo[];
      executor: EngineInfo['executor'];
      kernels: string;
    }
  /** What the archive had of similar problems, the most similar first. */
  | { type: 'found'; similar: Found[] }
  | ({
      type: 'requested';
      request: string;
      prompt: Message[];
      /** What the prompt left out so that it fits the context, in words; absent where nothing was. */
      dropped?: string[];
      /** Tokens of the prompt that no other prompt of its batch before it begins with; estimated by characters. */
      fresh?: number;
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
      usage: Omit<Usage, 'computedPromptTokens'>;
    }
  /** The run's requests go from one role's pack to another's; what the engine did for it is measured. */
  | { type: 'switched'; from: Role | null; to: Role | null }
  | { type: 'judged'; candidate: Candidate; tests: TestResult[] }
  | ({ type: 'clustered' } & Clustering)
  /** A carried program beside the one that it was carried over from, run on so many generated inputs. */
  | {
      type: 'compared';
      candidate: number;
      with: number;
      inputs: number;
      difference: { input: string; expected: string; actual: string } | null;
    }
  | { type: 'chosen'; candidate: number; why: string }
  | { type: 'graded'; candidate: number; verdict: Verdict; tests: TestResult[] }
  /** The run goes on after it was interrupted; an ending right before it is taken back. */
  | { type: 'continued' }
  | { type: 'ended'; how: 'solved' | 'gave up' | 'stopped' | 'failed'; message: string };

/** How programs that pass every sample behaved on generated inputs. */
export interface Clustering {
  /** Inputs that were compared, and those left out because most programs crash on them. */
  inputs: number;
  dropped: number;
  /** Programs that behaved alike; `shared` is the share of the others' outputs that theirs agree with, 0 to 1. */
  groups: { candidates: number[]; shared: number }[];
}

/** What depends on the machine and on what else it did. */
export interface Measured {
  /** Milliseconds since 1970. */
  at: number;
  /** How long the thing that the event reports took. */
  ms?: number;
  /** Bytes of packs that a switch took off and put on. */
  bytes?: number;
  /** Prompt tokens of an answer that were really computed: what other requests had computed already was not. */
  computedPromptTokens?: number;
}

/** One line of a trajectory: append-only, keyed by `[run, seq]`, stored before it is shown. */
export type SolveEvent = { run: string; seq: number; v: 1; measured: Measured } & SolveEventBody;

/** A streamed token, live and provisional until its request's `answered` holds the text; never stored. */
export type LiveEvent = { live: true; event: Extract<EngineEvent, { type: 'token' }> };
