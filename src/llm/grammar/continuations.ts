import { leftGroups } from './left-calls.ts';
import type { Network } from './network.ts';

/** What waits for a rule to end. Equal ones are one object. */
export interface Continuation {
  readonly id: number;
  /** The places to go on at, and what waits behind each. Empty for the end of the whole text. */
  readonly entries: Waiting[];
  /** Bytes of the shortest text from the rule's end to the end of the whole. */
  distance: number;
}

export interface Waiting {
  place: number;
  behind: Continuation;
}

/** A rule that is called, by its number, and what waits for it. */
export type Calls = Map<number, Map<string, Waiting>>;

/** One entry of a rule that waits for a rule of its own left-recursive group, which has no continuation yet. */
interface Inner {
  place: number;
  rule: number;
}

/**
 * Keeps continuations, which make up the stacks of a pushdown automaton. Calls that are made at one place of the text
 * share a continuation a rule, so that ambiguity does not multiply stacks; a rule's last call hands over what waits
 * for the rule itself, so that right recursion does not grow them; and a left-recursive group refers to itself.
 */
export class Continuations {
  /** Waits for the whole text. */
  readonly end: Continuation = { id: 0, entries: [], distance: 0 };
  private readonly groups: number[][];
  private readonly groupOf = new Map<number, number[]>();
  private readonly known = new Map<string, Continuation[]>();
  private nextId = 1;

  constructor(private readonly network: Network) {
    this.groups = leftGroups(network);
    for (const group of this.groups) for (const rule of group) this.groupOf.set(rule, group);
  }

  get size(): number {
    return this.known.size;
  }

  /** Notes that `rule` is called and goes on at `place`, with `behind` waiting for that. */
  call(calls: Calls, rule: number, place: number, behind: Continuation): void {
    const waiting = calls.get(rule) ?? new Map<string, Waiting>();
    calls.set(rule, waiting);
    const { edges, calls: more } = this.network.places[place];
    const last = edges.length === 0 && more.length === 0 && behind !== this.end;
    for (const entry of last ? behind.entries : [{ place, behind }])
      waiting.set(`${entry.place}/${entry.behind.id}`, entry);
  }

  /** The continuation of every rule that is called, and of those that these begin with. */
  resolve(calls: Calls): Map<number, Continuation> {
    const resolved = new Map<number, Continuation>();
    for (const group of this.groups) {
      const members = this.reached(group, calls);
      if (members.length === 0) continue;
      const inner = new Map(members.map((rule) => [rule, [] as Inner[]]));
      for (const rule of members) {
        for (const call of this.startCalls(rule))
          if (this.groupOf.get(call.rule) === group) inner.get(call.rule)!.push({ place: call.to, rule });
      }
      const made = this.intern(members, calls, inner);
      for (const [i, rule] of members.entries()) {
        resolved.set(rule, made[i]);
        for (const call of this.startCalls(rule))
          if (this.groupOf.get(call.rule) !== group) this.call(calls, call.rule, call.to, made[i]);
      }
    }
    return resolved;
  }

  private startCalls(rule: number) {
    const { places, starts } = this.network;
    return places[starts[rule]].calls;
  }

  /** Rules of a group that are called, or that a called one of the group begins with. */
  private reached(group: readonly number[], calls: Calls): number[] {
    const found = new Set(group.filter((rule) => calls.has(rule)));
    for (const rule of found) {
      for (const call of this.startCalls(rule))
        if (this.groupOf.get(call.rule) === group) found.add(call.rule);
    }
    return [...found].sort((a, b) => a - b);
  }

  private intern(members: readonly number[], calls: Calls, inner: Map<number, Inner[]>): Continuation[] {
    const key = members
      .map((rule) => {
        const own = [...(calls.get(rule)?.keys() ?? [])].sort();
        return [...own, ...inner.get(rule)!.map((call) => `${call.place}@${call.rule}`)].join();
      })
      .join(';');
    const known = this.known.get(key);
    if (known) return known;
    const made = members.map((rule): Continuation => {
      const entries = [...(calls.get(rule)?.values() ?? [])];
      return { id: this.nextId++, entries, distance: Number.POSITIVE_INFINITY };
    });
    for (const [i, rule] of members.entries()) {
      for (const call of inner.get(rule)!)
        made[i].entries.push({ place: call.place, behind: made[members.indexOf(call.rule)] });
    }
    // As often as there are members, since a way may lead through all of them.
    for (const _ of members) for (const one of made) one.distance = this.distance(one);
    this.known.set(key, made);
    return made;
  }

  private distance({ entries }: Continuation): number {
    return Math.min(
      ...entries.map(({ place, behind }) => this.network.places[place].distance + behind.distance),
    );
  }
}
