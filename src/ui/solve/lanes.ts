import { ROLES, type Role } from '../../llm/engine.ts';
import type { RequestView, RunView } from './run-view.ts';

/** What a bar stands for, and what the page selects when it is pressed. */
export type Selection = { kind: 'request'; request: string } | { kind: 'candidate'; candidate: number };

/** One bar of the timeline; `from` and `to` in milliseconds since the run began. */
export interface Bar {
  selection: Selection;
  kind: 'request' | 'judged' | 'graded';
  label: string;
  from: number;
  to: number;
  /** Still growing. */
  open: boolean;
}

export interface Lane {
  name: Role | 'judge';
  /** Bars that overlap in time stand in rows of their own. */
  rows: Bar[][];
}

export interface Timeline {
  /** Milliseconds from the left edge to the right one. */
  span: number;
  ticks: number[];
  lanes: Lane[];
  /** `at`: when the switch began. */
  switches: { at: number; ms: number | null; to: Role | null }[];
}

const SHORTEST_SPAN = 1000;

/**
 * Lays a run out in time. `now`, on the run's clock, is how far open bars reach; past its end a run does not go. `whole`
 * is how many milliseconds the axis is for at least: in a replay those of the whole run.
 */
export function layOut(view: RunView, now: number, whole = 0): Timeline {
  const { from } = view;
  const end = view.ended ? view.to : Math.max(view.to, now);
  const span = Math.max(SHORTEST_SPAN, whole, end - from);
  const lanes: Lane[] = ROLES.map((role) => {
    const bars = view.requests
      .filter((request) => request.role === role)
      .map((r) => requestBar(r, view, end));
    return { name: role, rows: inRows(bars) };
  });
  lanes.push({ name: 'judge', rows: inRows(judgeBars(view)) });
  const switches = view.switches.map(({ at, ms, to }) => ({ at: at - (ms ?? 0) - from, ms, to }));
  return { span, ticks: ticksOf(span), lanes, switches };
}

function requestBar(request: RequestView, view: RunView, end: number): Bar {
  const { answered, streamedFrom, requestedAt } = request;
  // A request may wait for its batch: its bar begins when it was really worked on, as far as that is known.
  const asked = answered?.ms != null ? answered.at - answered.ms : (streamedFrom ?? requestedAt);
  const worked = Math.max(asked, packOnAt(request, view));
  return {
    selection: { kind: 'request', request: request.request },
    kind: 'request',
    label: requestLabel(request, view),
    from: Math.max(requestedAt, worked) - view.from,
    to: (answered?.at ?? end) - view.from,
    open: !answered && !view.ended,
  };
}

/** When the last switch to a request's role before its answer was done: until then nothing is computed for it. */
function packOnAt({ role, answered }: RequestView, { switches }: RunView): number {
  const before = switches.filter(({ to, at }) => to === role && at <= (answered?.at ?? at));
  return before.at(-1)?.at ?? 0;
}

/** What a request is about, in two or three characters: its plan, or the program that it writes or mends. */
export function requestLabel({ plan, candidate }: RequestView, view: RunView): string {
  const program = view.candidates.find((other) => other.candidate.id === candidate);
  if (program) return program.label;
  return plan === null ? '' : String(plan + 1);
}

function judgeBars(view: RunView): Bar[] {
  const bars: Bar[] = view.candidates.map(({ candidate, label, at, ms }) => ({
    selection: { kind: 'candidate', candidate: candidate.id },
    kind: 'judged',
    label,
    from: at - (ms ?? 0) - view.from,
    to: at - view.from,
    open: false,
  }));
  if (view.grade) {
    const { candidate, at, ms } = view.grade;
    const selection: Selection = { kind: 'candidate', candidate };
    const from = at - (ms ?? 0) - view.from;
    bars.push({ selection, kind: 'graded', label: 'grade', from, to: at - view.from, open: false });
  }
  return bars;
}

/** Each bar in the first row that is free for it, in the order in which they were asked. */
function inRows(bars: Bar[]): Bar[][] {
  const rows: Bar[][] = [];
  for (const bar of bars) {
    const free = rows.find((row) => row.every(({ from, to }) => to <= bar.from || bar.to <= from));
    if (free) free.push(bar);
    else rows.push([bar]);
  }
  return rows;
}

/** Round steps (1, 2 or 5 times a power of ten), at most seven to the span; none at its very end. */
function ticksOf(span: number): number[] {
  const power = 10 ** Math.floor(Math.log10(span / 6));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= 6)!;
  return Array.from({ length: Math.floor((0.95 * span) / step) + 1 }, (_, i) => i * step);
}
