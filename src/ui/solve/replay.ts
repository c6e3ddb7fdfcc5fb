import type { SolveEvent } from '../../agents/events.ts';
import { EMPTY_RUN, fold, type RequestView, type RunView, runTime } from './run-view.ts';

type Answered = Extract<SolveEvent, { type: 'answered' }>;

/** A run that can be looked at as it stood at any moment, from its stored events alone. */
export interface Recording {
  /** When each event was, in milliseconds since the first, in order. */
  moments: number[];
  /** Milliseconds from the first event to the last. */
  span: number;
  whole: RunView;
  /** How many events there were by then. */
  stepAt(ms: number): number;
  /** The run at that moment; answers that were being written then are there as far as they had come. */
  viewAt(ms: number): RunView;
}

/** Reads a run's events, at least one. Tokens are not stored: an answer grows evenly over the time that it took. */
export function record(events: readonly SolveEvent[]): Recording {
  const answers = new Map<string, Answered>();
  const times: number[] = [];
  let whole = EMPTY_RUN;
  for (const event of events) {
    if (event.type === 'answered') answers.set(event.request, event);
    times.push(runTime(whole, event));
    whole = fold(whole, event);
  }
  const moments = times.map((at) => at - whole.from);
  const span = whole.to - whole.from;
  const stepAt = (ms: number) => moments.filter((at) => at <= ms).length;
  return {
    moments,
    span,
    whole,
    stepAt,
    viewAt(ms) {
      if (ms >= span) return whole;
      const view = events.slice(0, stepAt(ms)).reduce(fold, EMPTY_RUN);
      const now = view.from + ms;
      const requests = view.requests.map((request) => {
        const end = whole.requests.find((other) => other.request === request.request)?.answered;
        const answer = answers.get(request.request);
        return request.answered || !end || !answer ? request : grown(request, answer, end, now);
      });
      return { ...view, requests, to: Math.max(view.to, now) };
    },
  };
}

function grown(
  request: RequestView,
  { text, usage }: Answered,
  { at, ms }: NonNullable<RequestView['answered']>,
  now: number,
): RequestView {
  const from = Math.max(request.requestedAt, ms === null ? 0 : at - ms);
  const share = Math.min(1, Math.max(0, (now - from) / Math.max(1, at - from)));
  if (share === 0) return request;
  const shown = text.slice(0, Math.round(share * text.length));
  return {
    ...request,
    text: shown,
    tokens: Math.round(share * usage.completionTokens),
    streamedFrom: from,
  };
}
