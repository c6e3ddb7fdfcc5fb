/** The one engine that the solve loop, the studio and the tools talk to, over any executor. */

export type Role = 'retriever' | 'planner' | 'coder' | 'debugger';
export const ROLES: readonly Role[] = ['retriever', 'planner', 'coder', 'debugger'];

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export type Prompt = { messages: Message[] } | { text: string } | { tokens: number[] };

export interface Request {
  id: string;
  /** Null runs the bare base. A role whose pack is not installed runs the bare base too; `info.packs` says which are. */
  role: Role | null;
  prompt: Prompt;
  /** Of the answer. */
  maxTokens: number;
  /**
   * Lets a model that can think before it answers, in so many tokens at most; other models answer at once. A stop
   * string and a grammar hold for the answer alone.
   */
  thinking?: { maxTokens: number };
  /** 32-bit unsigned. */
  seed: number;
  /** 0 is greedy. */
  temperature: number;
  topP: number;
  /** 0 is off. */
  topK: number;
  /** 1 is off. */
  repetitionPenalty: number;
  stop: string[];
  /**
   * An EBNF grammar (`grammar/ebnf.ts`) that the answer is held to. Near `maxTokens` the shortest ending is forced; a
   * grammar that cannot be read, or not be ended within `maxTokens`, is answered with an `error` before decoding.
   */
  grammar?: string;
  /** Tokens that may be taken, or that may not; a stop token ends the answer where it may be taken. */
  mask?: { allow: number[] } | { ban: number[] };
  /** Log-probabilities are wanted, with those of this many likeliest tokens. */
  logprobs?: number;
}

/** Natural logarithms of what the model gave a token that was taken, and the likeliest ones, before any sampling. */
export interface TokenLogprob {
  token: number;
  logprob: number;
  top: { token: number; logprob: number }[];
}

export interface Usage {
  promptTokens: number;
  /** Prompt tokens that were really computed; a shared prefix counts once, for the first of its requests. */
  computedPromptTokens: number;
  completionTokens: number;
}

/** What saved steps: a step may take several tokens of an answer. */
export interface Shortcuts {
  /** Tokens that the grammar forced, which were not decoded one by one. */
  forced: number;
  /** Tokens that were guessed, and how many of them came true. */
  guessed: number;
  accepted: number;
}

export type EngineEvent =
  | {
      type: 'token';
      request: string;
      channel: 'thinking' | 'answer';
      text: string;
      tokens: number[];
      logprobs?: TokenLogprob[];
    }
  | {
      type: 'end';
      request: string;
      reason: 'stop' | 'length' | 'abort';
      usage: Usage;
      measured: { ms: number } & Shortcuts;
    }
  | { type: 'role'; from: Role | null; to: Role | null; measured: { ms: number; bytes: number } }
  | { type: 'error'; request: string | null; name: string; message: string };

export interface PackInfo {
  role: Role;
  /** Hash of the pack file. */
  hash: string;
  /** Hash of the prompt that it was trained on (`src/agents`); a loop with another prompt refuses it. */
  promptHash: string;
  /** Languages that it learned to write; absent where the pack says nothing of them. */
  languages?: readonly string[];
  bytes: number;
  /** Of the integers of the weights that it edits, the share that it changes. */
  share: number;
}

export interface EngineInfo {
  model: string;
  /** Names the base's bits; not there, or empty, where they are not known: behind an endpoint. */
  baseHash?: string;
  executor: 'cpu' | 'wgsl' | 'mlc' | 'endpoint';
  /** What the executor runs on, for people, e.g. `WebAssembly SIMD` or `TypeScript`. */
  adapter: string;
  kernels: string;
  contextLength: number;
  maxBatch: number;
  /** Bytes that the keys and values of one token take; null where that is not known. */
  positionBytes: number | null;
  parameters: number;
  weightBytes: number;
  packs: PackInfo[];
  /** What an answer can be held to while it is decoded. */
  constrains: readonly 'ebnf'[];
  /** Whether it can think before it answers, as `Request.thinking` lets it. */
  thinks: boolean;
}

/** Proof that the bits in memory are the base's, or the base's under one role's pack. */
export interface RoleProof {
  role: Role | null;
  ok: boolean;
  weights: { name: string; expected: string; actual: string }[];
  /** What putting it on took, and the bytes of the packs that were taken off and put on; null if it was on already. */
  switched: { ms: number; bytes: number } | null;
}

export interface Engine {
  readonly info: EngineInfo;
  countTokens(prompt: Prompt): Promise<number>;
  /**
   * Requests join the running batch; equal token prefixes are computed once; one role's requests are finished
   * before the next role's pack is put on. Ends when every request has an `end`, or an `error` with its id in the
   * place of one. Aborting gives `end` with reason `abort` for what is unfinished, within one step.
   */
  submit(requests: Request[], signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** Puts `role`'s pack on (null: the bare base) and hashes every weight that a pack edits. */
  verifyRole(role: Role | null): Promise<RoleProof>;
  /**
   * Holds all work back: resolved when the step under way is over; the next begins after as many calls of `resume`.
   * An abort is heard meanwhile.
   */
  hold(): Promise<void>;
  resume(): Promise<void>;
  dispose(): Promise<void>;
}
