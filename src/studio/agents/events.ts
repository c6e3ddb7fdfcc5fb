import type { Plan } from '../../agents/formats.ts';
import type { EngineEvent, EngineInfo, Message, Usage } from '../../llm/engine.ts';
import type { Seed } from '../seeds/seed.ts';
import type { Snippet } from '../seeds/snippet.ts';
import type { ActName } from './acts/act.ts';
import type { FailedRun } from './acts/code-acts.ts';
import type { Memory, Remembered } from './memory.ts';
import type { Proposal } from './proposal.ts';

/**
 * How agents come to an instruction: `central`, one leads and the others vary; `parallel`, all propose, criticise and vote;
 * `translate`, without any discussion: the seed's program is carried over one to one.
 */
export const FORMS = ['central', 'parallel', 'translate'] as const;
export type DiscussionForm = (typeof FORMS)[number];

export interface LanguageOptions {
  /** The languages that speak and write, each with its agent. */
  agents: string[];
  form: DiscussionForm;
  rounds: number;
  /** Seeds that are discussed side by side in a round; memories change after all of them. */
  discussions: number;
  /** Times that everybody speaks in a discussion at most. */
  turns: number;
  /** Tokens, prompts included, after which a discussion settles for what it has. */
  budget: number;
  /** Programs that each agent writes for an instruction. */
  solutions: number;
  /** Times that a language in which every program failed may mend one. */
  mends: number;
  /** Whether agents remember from one round to the next. */
  memory: boolean;
  seed: number;
  temperature: number;
}

export const DEFAULT_LANGUAGE_OPTIONS: LanguageOptions = {
  agents: ['python', 'javascript', 'lua'],
  form: 'parallel',
  rounds: 3,
  discussions: 2,
  turns: 2,
  budget: 40_000,
  solutions: 2,
  mends: 1,
  memory: true,
  seed: 1,
  temperature: 0.8,
};

/** Which request: one question to one agent. */
export interface Place {
  round: number;
  /** Its place in the round; null for what an agent does after all of them. */
  discussion: number | null;
  act: ActName;
  turn: number;
  /** The language of the agent that is asked. */
  agent: string;
  /** Which of several alike, e.g. programs of one agent. */
  number: number;
}

export const requestId = ({ act, round, discussion, turn, agent, number }: Place): string =>
  [act, round, discussion ?? '', turn, agent, number].join('/');

/** A program that was written for an instruction. */
export interface Solution {
  id: number;
  language: string;
  source: string;
  plan: Plan;
  /** Who wrote it: the language's agent, or the seed that it came with. */
  by: 'agent' | 'seed';
  /** The failed program that it mends. */
  parent: number | null;
}

/** An input that programs are compared on. */
export interface TestInput {
  id: string;
  input: string;
  /** What the instruction's author says that it gives; null where nobody says anything. */
  claim: string | null;
  /** The author's sample or test, or one that was made from those. */
  origin: 'sample' | 'test' | 'generated';
}

/** What one program did on one input: what it printed, or null and why it stopped. */
export interface Ran {
  id: string;
  printed: string | null;
  fault: string;
}

export type DropCause =
  | 'near copy'
  | 'in an exam'
  | 'not new'
  | 'unreadable'
  | 'low score'
  | 'nobody proposed anything'
  | 'fails a sample'
  | 'stops'
  | 'disagrees';

/** An instruction with an answer that ran: a row of the data. */
export interface Sample {
  /** Which part of the data it belongs to: a seed's own answer, or an instruction of the agents. */
  part: 'seed' | 'agents';
  language: string;
  title: string;
  instruction: string;
  plan: Plan;
  source: string;
  /** Inputs with what the agreeing programs print. */
  tests: { input: string; output: string; origin: TestInput['origin'] }[];
  /** Programs of the same language that failed a run, with the run. */
  rejected: { source: string; plan: Plan; cause: DropCause; run: FailedRun }[];
  provenance: {
    seed: { id: string; name: string };
    form: DiscussionForm | 'seed';
    /** Who proposed the instruction, and who wrote the program. */
    proposedBy: string;
    agents: string[];
    /** Each agent's memory, by its hash. */
    memories: Record<string, string>;
    /** Languages whose programs print the same on every input. */
    agreeing: string[];
    /** Whether running overruled an output that the author claimed. */
    overruled: boolean;
  };
}

export type LanguageEventBody =
  | {
      type: 'started';
      options: LanguageOptions;
      memories: Memory[];
      model: string;
      executor: EngineInfo['executor'];
    }
  | { type: 'snippet'; snippet: Snippet }
  | { type: 'seeded'; seed: Seed }
  | { type: 'asked'; request: string; place: Place; prompt: Message[] }
  | {
      type: 'said';
      request: string;
      place: Place;
      text: string;
      parsed: unknown;
      formatFailure: string | null;
      usage: Usage;
    }
  | {
      type: 'agreed';
      proposal: Proposal;
      by: string;
      how: 'agreement' | 'most votes' | 'the budget was spent' | 'the leader chose' | 'the seed as it is';
    }
  | { type: 'tested'; inputs: TestInput[] }
  | { type: 'ran'; solution: Solution; runs: Ran[] }
  | { type: 'kept'; sample: Sample }
  | {
      type: 'dropped';
      what: 'snippet' | 'seed' | 'proposal' | 'solution';
      title: string;
      language: string;
      cause: DropCause;
      detail: string;
      source: string | null;
      failedRun: FailedRun | null;
    }
  | { type: 'discussed' }
  | { type: 'remembered'; agent: string; remembered: Remembered }
  | { type: 'round over' }
  | { type: 'ended'; how: 'finished' | 'stopped' | 'failed'; message: string };

/**
 * One line of a run of the language agents. `key` is its place in the round and discussion, the same however they overlap
 * in time; `seq` numbers the run's lines as they came.
 */
export type LanguageEvent = {
  run: string;
  seq: number;
  v: 1;
  round: number;
  discussion: number | null;
  key: string;
  measured: { at: number };
} & LanguageEventBody;

/** A streamed token of a request; never stored. */
export type LiveToken = { live: true; event: Extract<EngineEvent, { type: 'token' }> };
export type Spoken = LanguageEventBody | LiveToken;
