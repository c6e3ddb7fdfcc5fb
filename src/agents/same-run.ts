import type { Place, SolveEvent } from './events.ts';

const MEASURED: readonly string[] = ['run', 'seq', 'measured'];
const plain = (value: unknown): string =>
  JSON.stringify(value, (key, inner) => (MEASURED.includes(key) ? undefined : inner));

/** The events with what was taken back left out: `continued`, and an ending right before it. */
export const lasting = (events: readonly SolveEvent[]): SolveEvent[] =>
  events.filter(
    ({ type }, i) => type !== 'continued' && !(type === 'ended' && events[i + 1]?.type === 'continued'),
  );

/**
 * What two runs of the same seed have in common, whenever their requests ended and however often they were interrupted:
 * their events without run, number and what was measured, in the order of their place in the solve. Two runs are the
 * same when these are.
 */
export function canonicalRun(events: readonly SolveEvent[]): string[] {
  const places = new Map<string, Place>();
  for (const event of events) if (event.type === 'requested') places.set(event.request, event);
  const placeOf = (event: SolveEvent): Partial<Place> => {
    if (event.type === 'requested') return event;
    if (event.type === 'answered') return places.get(event.request) ?? {};
    if (event.type !== 'judged') return {};
    const { round, plan, id } = event.candidate;
    return { round, plan, candidate: id };
  };
  return lasting(events)
    .map((event) => {
      const { round, plan, candidate, role } = placeOf(event);
      const key = [round ?? -1, plan ?? -1, candidate ?? -1, role ?? '', event.type] as const;
      return { key, text: plain(event) };
    })
    .sort((p, q) => compare(p.key, q.key) || (p.text < q.text ? -1 : 1))
    .map(({ text }) => text);
}

function compare(p: readonly (number | string)[], q: readonly (number | string)[]): number {
  const at = p.findIndex((part, i) => part !== q[i]);
  return at < 0 ? 0 : p[at]! < q[at]! ? -1 : 1;
}
