import type { Candidate, LiveEvent, Place, SolveEvent } from '../../agents/events.ts';
import type { Plan } from '../../agents/formats.ts';
import type { TestResult, Verdict } from '../../judge/verdict.ts';
import type { Message, Role, Usage } from '../../llm/engine.ts';

type Event<T extends SolveEvent['type']> = Extract<SolveEvent, { type: T }>;

/** One request to the model. Times are milliseconds since 1970, as the run's clock has them (`RunView.idle`). */
export interface RequestView extends Place {
  request: string;
  prompt: Message[];
  /** What the prompt left out to fit the context. */
  dropped: readonly string[];
  requestedAt: number;
  /** When its first token was seen; null in a replay, where no tokens are. */
  streamedFrom: number | null;
  /** What has been streamed, and from `answered` on what was thought and answered. */
  thinking: string;
  text: string;
  tokens: number;
  answered: {
    at: number;
    ms: number | null;
    reason: string;
    formatFailure: string | null;
    usage: Usage;
    /** How sure a planner said it is of its plan, 0 to 100; null where nothing was said. */
    confidence: number | null;
  } | null;
}

export interface CandidateView {
  candidate: Candidate;
  /** `1a`: plan 1, its first program; each prime is one mending. */
  label: string;
  tests: TestResult[];
  at: number;
  ms: number | null;
}

export interface SwitchView {
  from: Role | null;
  to: Role | null;
  bytes: number;
  at: number;
  ms: number | null;
}

/** Everything that the page shows of a run, folded from its events: the same live, replayed and reopened. */
export interface RunView {
  started: Event<'started'> | null;
  requests: RequestView[];
  switches: SwitchView[];
  candidates: CandidateView[];
  /** What the archive had of similar problems; null where it was not asked. */
  found: Event<'found'>['similar'] | null;
  /** How the programs that pass every sample compare on generated inputs; null where they were not compared. */
  clustered: Event<'clustered'> | null;
  /** Carried programs, each beside the one that it was carried over from. */
  compared: Event<'compared'>[];
  chosen: { candidate: number; why: string } | null;
  grade: { candidate: number; verdict: Verdict; tests: TestResult[]; at: number; ms: number | null } | null;
  ended: { how: Event<'ended'>['how']; message: string; at: number } | null;
  /** When the first and the last event were. */
  from: number;
  to: number;
  /** Milliseconds in which nobody worked, between an interruption and going on: all times are without them. */
  idle: number;
}

export const EMPTY_RUN: RunView = {
  started: null,
  requests: [],
  switches: [],
  candidates: [],
  found: null,
  clustered: null,
  compared: [],
  chosen: null,
  grade: null,
  ended: null,
  from: 0,
  to: 0,
  idle: 0,
};

/** The view after one more stored event. */
export function fold(view: RunView, event: SolveEvent): RunView {
  const { ms = null } = event.measured;
  const at = runTime(view, event);
  const idle = event.measured.at - at;
  const next: RunView = { ...view, from: view.started ? view.from : at, to: Math.max(view.to, at), idle };
  switch (event.type) {
    case 'started':
      return { ...next, started: event };
    case 'requested': {
      const { request, prompt, dropped = [], role, round, plan, candidate } = event;
      const asked = { request, prompt, dropped, role, round, plan, candidate, requestedAt: at };
      const silent = { streamedFrom: null, thinking: '', text: '', tokens: 0, answered: null };
      const others = view.requests.filter((other) => other.request !== request);
      return { ...next, requests: [...others, { ...asked, ...silent }] };
    }
    case 'answered': {
      const { reason, formatFailure, text, thinking = '', role, parsed, measured } = event;
      const { computedPromptTokens = event.usage.promptTokens } = measured;
      const usage = { ...event.usage, computedPromptTokens };
      const confidence = role === 'planner' ? confidenceOf(parsed) : null;
      const answered = { at, ms, reason, formatFailure, usage, confidence };
      const tokens = usage.completionTokens;
      return {
        ...next,
        requests: changed(view.requests, event.request, { answered, text, thinking, tokens }),
      };
    }
    case 'switched': {
      const { from, to } = event;
      const { bytes = 0 } = event.measured;
      return { ...next, switches: [...view.switches, { from, to, bytes, at, ms }] };
    }
    case 'judged': {
      const { candidate, tests } = event;
      const label = labelOf(candidate, view.candidates);
      const others = view.candidates.filter((other) => other.candidate.id !== candidate.id);
      return { ...next, candidates: [...others, { candidate, label, tests, at, ms }] };
    }
    case 'found':
      return { ...next, found: event.similar };
    case 'clustered':
      return { ...next, clustered: event };
    case 'compared':
      return { ...next, compared: [...view.compared, event] };
    case 'chosen':
      return { ...next, chosen: { candidate: event.candidate, why: event.why } };
    case 'graded': {
      const { candidate, verdict, tests } = event;
      return { ...next, grade: { candidate, verdict, tests, at, ms } };
    }
    case 'continued':
      return { ...next, ended: null };
    case 'ended':
      return { ...next, ended: { how: event.how, message: event.message, at } };
  }
}

/** When an event was, on the clock of a run that stands still from an interruption until it goes on. */
export function runTime({ idle, to }: Pick<RunView, 'idle' | 'to'>, { type, measured }: SolveEvent): number {
  const at = measured.at - idle;
  return type === 'continued' ? Math.min(at, to) : at;
}

function confidenceOf(parsed: unknown): number | null {
  const { confidence = null } = (parsed ?? {}) as Partial<Plan>;
  return confidence;
}

/** The view with a streamed token of an open request; provisional, `answered` replaces it. `clock`: ms since 1970. */
export function foldLive(view: RunView, { event }: LiveEvent, clock: number): RunView {
  const now = clock - view.idle;
  const open = view.requests.find((request) => request.request === event.request);
  if (!open || open.answered) return view;
  const { streamedFrom, tokens } = open;
  const channel = event.channel === 'thinking' ? 'thinking' : 'text';
  const grown = {
    [channel]: open[channel] + event.text,
    tokens: tokens + event.tokens.length,
    streamedFrom: streamedFrom ?? now,
  };
  return { ...view, requests: changed(view.requests, event.request, grown), to: Math.max(view.to, now) };
}

function changed(requests: RequestView[], id: string, change: Partial<RequestView>): RequestView[] {
  return requests.map((request) => (request.request === id ? { ...request, ...change } : request));
}

/** Programs of one plan are lettered in the order in which they come; a mended one wears its parent's name. */
function labelOf(candidate: Candidate, others: readonly CandidateView[]): string {
  const parent = others.find((other) => other.candidate.id === candidate.parent);
  if (parent) return `${parent.label}′`;
  const isSibling = ({ candidate: other }: CandidateView) =>
    other.plan === candidate.plan && other.parent === null;
  const siblings = others.filter((other) => isSibling(other) && other.candidate.id !== candidate.id).length;
  return `${candidate.plan + 1}${String.fromCharCode(97 + (siblings % 26))}`;
}

/** The role that speaks now: the one of the oldest open request; null when none is open. */
export function speakingRole(view: RunView): Role | null {
  return view.requests.find((request) => !request.answered)?.role ?? null;
}
