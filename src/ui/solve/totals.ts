import type { RunView } from './run-view.ts';

/** What a run has taken so far. */
export interface Totals {
  ms: number;
  /** Tokens of answers, those that are still being written among them. */
  written: number;
  /** Tokens of prompts, and those of them that were really computed: a shared beginning counts once. */
  prompt: number;
  computed: number;
  /** Written tokens a second of the time in which the model wrote; null before the first. */
  perSecond: number | null;
  switches: number;
  switchMs: number;
  programs: number;
}

/** Adds up a run; `now`, on the run's clock, is where an open run stands. */
export function totalsOf(view: RunView, now: number): Totals {
  const { requests, switches, candidates } = view;
  const end = view.ended ? view.to : Math.max(view.to, now);
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const written = sum(requests.map(({ tokens }) => tokens));
  const busy = writingMs(view, end);
  return {
    ms: end - view.from,
    written,
    prompt: sum(requests.map(({ answered }) => answered?.usage.promptTokens ?? 0)),
    computed: sum(requests.map(({ answered }) => answered?.usage.computedPromptTokens ?? 0)),
    perSecond: busy > 0 && written > 0 ? (1000 * written) / busy : null,
    switches: switches.length,
    switchMs: sum(switches.map(({ ms }) => ms ?? 0)),
    programs: candidates.length,
  };
}

/** Milliseconds in which at least one request was open. */
function writingMs({ requests }: RunView, end: number): number {
  const spans = requests
    .map(({ requestedAt, answered }) => [requestedAt, answered?.at ?? end] as const)
    .sort(([a], [b]) => a - b);
  let [total, until] = [0, 0];
  for (const [from, to] of spans) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}
