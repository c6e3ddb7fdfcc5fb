import type { SolveOptions } from '../agents/events.ts';
import type { Submission } from '../judge/judge.ts';
import type { Test } from '../judge/problem.ts';
import type { TestResult, Verdict } from '../judge/verdict.ts';
import type { PackInfo, Role } from '../llm/engine.ts';
import type { LanguageOptions } from '../studio/agents/events.ts';
import type { Memory } from '../studio/agents/memory.ts';
import type { Snippet } from '../studio/seeds/snippet.ts';

/** What is kept of the person's, beside problems and runs, as plain data. The modules beside this one keep and read it. */

/** What stands on the person's desk for one problem, beside the programs themselves. */
export interface Desk {
  /** Numbers of the drafts, in order; never empty. */
  drafts: number[];
  /** The draft that is open. */
  draft: number;
  /** The input that a program is tried on by hand, and what it should print. */
  custom: { input: string; expected: string };
  /** The person's own tests; their origin is `user`. */
  tests: Test[];
  /** What the person wrote for stress testing: a brute force, and a generator of inputs. */
  stress: { brute: Submission; generator: Submission };
  /** What the last program that ran to its end showed; null before the first. */
  last: LastJudging | null;
}

export interface LastJudging {
  which: 'samples' | 'all tests';
  submission: Submission;
  /** As they were when the program ran. */
  tests: Test[];
  results: TestResult[];
}

/** A program of a draft: which one, and in what language. */
export interface DraftProgram {
  draft: number;
  language: string;
  source: string;
}

/** One judging of a program of the person's own against all tests of a problem. */
export interface KeptSubmission {
  problem: string;
  /** Milliseconds since 1970. */
  at: number;
  language: string;
  source: string;
  /** The problem's revision that the verdict is of. */
  revision: string;
  verdict: Verdict;
  passed: number;
  tests: number;
  /** Of the slowest test. */
  ms: number;
}

export interface Settings {
  theme: 'system' | 'light' | 'dark';
  solve: SolveOptions;
  /** Language of the user's own programs. */
  language: string;
  /** Id of the problem that was open last; null on the first visit. */
  problem: string | null;
  /** Whether the editor has vim's keys. */
  vim: boolean;
  /** The statement's share of Practice's width, in percent. */
  split: number;
  /** What a new program begins with, by language; the built-in one where there is none. */
  templates: Record<string, string>;
  /** The contest that is being timed; null if none. Times in milliseconds, the start since 1970. */
  timer: { startedAt: number; ms: number } | null;
  /** Hosts that the person lets the page ask. */
  hosts: string[];
  endpoints: NamedEndpoint[];
  /** Where the listed models and their libraries are downloaded instead; empty for where they are published. */
  mirror: { models: string; libraries: string };
  model: ModelChoice;
  /**
   * By a base's hash and role: the hash of the kept pack that the role has in the place of the one that came with the
   * model, or null for none.
   */
  packs: Record<string, Partial<Record<Role, string | null>>>;
}

/** A model behind an OpenAI-compatible endpoint. */
export interface NamedEndpoint {
  name: string;
  /** Without `/chat/completions`. */
  url: string;
  /** As the endpoint calls it. */
  model: string;
  /** Empty where none is wanted. */
  key: string;
  /** Tokens. */
  contextLength: number;
  /** Requests that may be under way at once. */
  inFlight: number;
}

/** Which model is used and what runs it. */
export interface ModelChoice {
  /** Of the embedded model, one that is kept on this device, or an endpoint. */
  model: string;
  /** As `ExecutorOptions` takes it: `auto`, an executor, or kernels by their name; `endpoint` for an endpoint. */
  executor: string;
  /** Tokens of the longest text, where it runs in a compiled library; the library's own where nothing is said. */
  contextLength?: number;
}

/** A role pack that a person brought or built, for one base. `hash` is its key. */
export interface KeptPack extends PackInfo {
  /** Id and hash of the model that it was made for. */
  base: string;
  baseHash: string;
  /** What it was made of or came in, for people, e.g. `coder-lora/`. */
  origin: string;
  /** Milliseconds since 1970. */
  keptAt: number;
}

/** A piece of work in the studio: what was asked for. What it gave stands beside it, step by step. */
export interface StudioJob<Settings> {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  settings: Settings;
}

/** Who speaks: agents without a model, the model in use, or an endpoint by its name. */
export type LanguageEngine = { is: 'script' } | { is: 'model' } | { is: 'endpoint'; name: string };

/** A run of the language agents as it was begun; its events stand beside it. */
export interface LanguageRun {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  options: LanguageOptions;
  engine: LanguageEngine;
  /** The code that seeds are made of, where it is the person's own; null for the generated family's. */
  snippets: Snippet[] | null;
  /** What the agents remembered when it began. */
  memories: Memory[];
}
