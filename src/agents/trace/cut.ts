import type { Trace, TraceStep } from '../../sandbox/program.ts';

export interface CutOptions {
  /** Lines of the cut trace, at most. */
  lines: number;
  /** Characters of a value, at most. */
  value: number;
  /** Of a line that is run again and again, how many times are kept: the first and as many of the last. */
  times: number;
  /** Where the program's output first went wrong, in bytes from its start; null for all of the run. */
  printed: number | null;
}

/** A trace's lines in order; null stands where some are left out. */
export type CutTrace = (TraceStep | null)[];

/** Stands where something is left out. */
export const GAP = '...';

/**
 * A trace cut to what matters: the lines up to where the output went wrong that changed something, loops shortened to
 * their first and their last rounds, the first and, three times as many, the last lines of what is left, and of
 * each value the part in which it changed.
 */
export function cutTrace({ steps, whole }: Trace, { lines, value, times, printed }: CutOptions): CutTrace {
  const until = steps.filter((step) => printed === null || step.printed <= printed);
  const reached = whole || until.length < steps.length;
  const telling = shortened(until, value).filter(({ changed }) => changed.length > 0);
  const few = thinned(telling, times);
  const kept = few.length > lines ? ends(few, lines) : few;
  const places = new Map(steps.map(({ at }, place) => [at, place]));
  const order = new Map(telling.map((step, place) => [step, place]));
  /** Whether lines that changed something stood between the two, or the run was longer than its trace there. */
  const isGap = (before: TraceStep | undefined, after: TraceStep): boolean => {
    if (order.get(after)! - (before ? order.get(before)! : -1) > 1) return true;
    const missing = after.at - places.get(after.at)!;
    return missing > (before ? before.at - places.get(before.at)! : 0);
  };
  const cut: CutTrace = kept.flatMap((step, i) => (isGap(kept[i - 1], step) ? [null, step] : [step]));
  return reached ? cut : [...cut, null];
}

function thinned(steps: readonly TraceStep[], kept: number): TraceStep[] {
  const times = new Map<number, number>();
  for (const { line } of steps) times.set(line, (times.get(line) ?? 0) + 1);
  const seen = new Map<number, number>();
  return steps.filter(({ line }) => {
    const time = seen.get(line) ?? 0;
    seen.set(line, time + 1);
    return time < kept || time >= times.get(line)! - kept;
  });
}

function ends(steps: readonly TraceStep[], most: number): TraceStep[] {
  const head = Math.floor(most / 4);
  return [...steps.slice(0, head), ...steps.slice(steps.length - (most - head))];
}

function shortened(steps: readonly TraceStep[], most: number): TraceStep[] {
  const last = new Map<string, string>();
  return steps.map((step) => {
    const changed = step.changed.map(([name, value]) => {
      const key = `${step.fn} ${name}`;
      const before = last.get(key);
      last.set(key, value);
      return [name, shortenValue(value, before, most)] as const;
    });
    return { ...step, changed };
  });
}

/** A value in at most `most` characters: its start, or the part in which it first differs from what it was before. */
export function shortenValue(value: string, before: string | undefined, most: number): string {
  if (value.length <= most) return value;
  let same = 0;
  while (before !== undefined && same < value.length && value[same] === before[same]) same++;
  const atEnd = most - GAP.length;
  if (before === undefined || same < atEnd) return value.slice(0, atEnd) + GAP;
  if (same >= value.length - atEnd) return GAP + value.slice(-atEnd);
  const inside = atEnd - GAP.length;
  const from = same - Math.floor(inside / 3);
  return GAP + value.slice(from, from + inside) + GAP;
}
