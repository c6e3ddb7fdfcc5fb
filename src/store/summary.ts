import type { SolveEvent } from '../agents/events.ts';
import type { Verdict } from '../judge/verdict.ts';

export type Ending = Extract<SolveEvent, { type: 'ended' }>['how'];

/** What the list of runs shows, derived from a run's events and kept beside them so that the list opens at once. */
export interface RunSummary {
  run: string;
  problem: string;
  title: string;
  language: string;
  model: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Null until the run has ended; a run that is no longer live then was interrupted. */
  how: Ending | null;
  /** Verdict of the chosen program on the hidden tests; null without one. */
  grade: Verdict | null;
  /** Milliseconds from the first event to the last, without those in which it lay still. */
  ms: number;
  /** Milliseconds in which it lay still, interrupted. */
  still: number;
  candidates: number;
  /** It came in a file: its verdicts are what the file says until they are judged again. */
  imported?: true;
}

/** The summary after one more event. Null before `started`, which is a run's first. */
export function summarise(summary: RunSummary | null, event: SolveEvent): RunSummary | null {
  if (event.type === 'started') {
    const { run, problem, title, model, options, measured } = event;
    const startedAt = measured.at;
    const { language } = options;
    return {
      ...{ run, problem, title, language, model, startedAt },
      ...{ how: null, grade: null, ms: 0, still: 0, candidates: 0 },
    };
  }
  if (!summary) return null;
  const next = {
    ...summary,
    ms: Math.max(summary.ms, event.measured.at - summary.startedAt - summary.still),
  };
  // What lies between an interruption and its end is no time that the run took.
  if (event.type === 'continued') {
    const still = event.measured.at - summary.startedAt - summary.ms;
    return { ...summary, how: null, still };
  }
  if (event.type === 'judged') next.candidates += 1;
  if (event.type === 'graded') next.grade = event.verdict;
  if (event.type === 'ended') next.how = event.how;
  return next;
}
