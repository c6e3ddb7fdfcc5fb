import { GrammarError } from '../errors.ts';
import { type Expression, ROOT, type Rules } from './ebnf.ts';
import { utf8Ranges } from './utf8-ranges.ts';

/** What can be done at one place of a rule, everything reachable without a byte included. */
export interface Place {
  /** Bytes `low` … `high` lead to `to`. */
  edges: { low: number; high: number; to: number }[];
  /** A rule may begin here and comes back to `to`. */
  calls: { rule: number; to: number }[];
  /** Whether the rule may end here. */
  final: boolean;
  /** Bytes of the shortest text from here to the rule's end; Infinity where there is none. */
  distance: number;
}

/** A grammar as one graph of places, a part of it a rule (a recursive transition network over the bytes of UTF-8). */
export interface Network {
  places: readonly Place[];
  /** The first place of each rule. */
  starts: readonly number[];
  /** The rule where an answer begins. */
  root: number;
}

/** Repeated groups are written out; past this the grammar is refused. */
const MAX_PLACES = 100_000;

interface Draft extends Place {
  /** Places reached without a byte. */
  empty: number[];
}

/** Lays out a grammar's rules. Throws `GrammarError` for one that is too large. */
export function layOut(rules: Rules): Network {
  const names = [...rules.keys()];
  const places: Draft[] = [];
  const add = (): number => {
    if (places.length >= MAX_PLACES)
      throw new GrammarError('the grammar is too large; use smaller counts in its braces');
    places.push({ edges: [], calls: [], final: false, distance: Number.POSITIVE_INFINITY, empty: [] });
    return places.length - 1;
  };
  const encoder = new TextEncoder();

  /** Places that lead from `from` over the expression; gives the one behind it. */
  const lay = (expression: Expression, from: number): number => {
    if (expression.kind === 'sequence') return expression.items.reduce((at, item) => lay(item, at), from);
    if (expression.kind === 'text') {
      let at = from;
      for (const byte of encoder.encode(expression.text)) {
        const to = add();
        places[at].edges.push({ low: byte, high: byte, to });
        at = to;
      }
      return at;
    }
    if (expression.kind === 'rule') {
      const to = add();
      places[from].calls.push({ rule: names.indexOf(expression.name), to });
      return to;
    }
    if (expression.kind === 'class') {
      const end = add();
      for (const [low, high] of expression.ranges) {
        for (const bytes of utf8Ranges(low, high)) {
          let at = from;
          for (const [i, [least, most]] of bytes.entries()) {
            const to = i === bytes.length - 1 ? end : add();
            places[at].edges.push({ low: least, high: most, to });
            at = to;
          }
        }
      }
      return end;
    }
    if (expression.kind === 'choice') {
      const end = add();
      for (const item of expression.items) {
        const start = add();
        places[from].empty.push(start);
        places[lay(item, start)].empty.push(end);
      }
      return end;
    }
    return repeat(expression, from);
  };

  const repeat = ({ item, least, most }: Extract<Expression, { kind: 'repeat' }>, from: number): number => {
    let at = from;
    for (let i = 0; i < least; i++) {
      const next = lay(item, at);
      // Nothing, however often.
      if (next === at) break;
      at = next;
    }
    const end = add();
    if (most === null) {
      const loop = add();
      places[at].empty.push(loop);
      places[lay(item, loop)].empty.push(loop);
      places[loop].empty.push(end);
    } else {
      for (let i = least; i < most; i++) {
        places[at].empty.push(end);
        const start = add();
        places[at].empty.push(start);
        at = lay(item, start);
      }
      places[at].empty.push(end);
    }
    return end;
  };

  const starts = names.map(add);
  for (const [r, name] of names.entries()) places[lay(rules.get(name)!, starts[r])].final = true;
  closeOverEmpty(places, starts);
  measure(places, starts);
  const root = names.indexOf(ROOT);
  if (places[starts[root]].distance === Number.POSITIVE_INFINITY)
    throw new GrammarError('no text is ever whole under this grammar; one of its rules must have an end');
  // What can never end is never begun, so that every text that has been allowed can be finished.
  for (const place of places) {
    place.edges = place.edges.filter(({ to }) => places[to].distance < Number.POSITIVE_INFINITY);
    place.calls = place.calls.filter(
      ({ rule, to }) => places[starts[rule]].distance + places[to].distance < Number.POSITIVE_INFINITY,
    );
  }
  return { places, starts, root };
}

/** Gives every place what can be done at all places that it reaches without a byte, empty rules passed over. */
function closeOverEmpty(places: Draft[], starts: readonly number[]): void {
  const nullable = starts.map(() => false);
  const reach = (from: number): Set<number> => {
    const found = new Set([from]);
    for (const at of found) {
      for (const to of places[at].empty) found.add(to);
      for (const { rule, to } of places[at].calls) if (nullable[rule]) found.add(to);
    }
    return found;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const [rule, start] of starts.entries()) {
      if (nullable[rule] || ![...reach(start)].some((at) => places[at].final)) continue;
      nullable[rule] = true;
      changed = true;
    }
  }
  const closed = places.map((_, from) => {
    const reached = [...reach(from)];
    return {
      edges: reached.flatMap((at) => places[at].edges),
      calls: reached.flatMap((at) => places[at].calls),
      final: reached.some((at) => places[at].final),
    };
  });
  for (const [at, place] of places.entries()) Object.assign(place, closed[at], { empty: [] });
}

/** Shortest ways to the rules' ends, by going round until nothing gets shorter. */
function measure(places: Draft[], starts: readonly number[]): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = places.length - 1; at >= 0; at--) {
      const place = places[at];
      let distance = place.final ? 0 : place.distance;
      for (const { to } of place.edges) distance = Math.min(distance, 1 + places[to].distance);
      for (const { rule, to } of place.calls)
        distance = Math.min(distance, places[starts[rule]].distance + places[to].distance);
      if (distance < place.distance) {
        place.distance = distance;
        changed = true;
      }
    }
  }
}
