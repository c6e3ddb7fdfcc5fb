import { type Calls, type Continuation, Continuations } from './continuations.ts';
import type { Rules } from './ebnf.ts';
import { layOut, type Network } from './network.ts';

/** A place of the network and what waits for its rule. */
interface Configuration {
  place: number;
  behind: Continuation;
}

/** Everything that may follow a text. Equal ones are one object as long as the automaton keeps it. */
export interface State {
  /** Places with bytes to go on with. */
  readonly configurations: readonly Configuration[];
  /** Whether the text may end here. */
  readonly accepting: boolean;
  /** Bytes of the shortest ending. */
  readonly distance: number;
  /** Where each byte leads: null is nowhere, undefined not known yet. */
  readonly next: (State | null | undefined)[];
}

/** Past this many states what is known of them is forgotten, and made again where it is needed. */
const MAX_STATES = 50_000;

/** A grammar as a pushdown automaton over bytes, its states made as they are met. */
export class Automaton {
  readonly start: State;
  private readonly network: Network;
  private readonly continuations: Continuations;
  private states = new Map<string, State>();

  constructor(rules: Rules) {
    this.network = layOut(rules);
    this.continuations = new Continuations(this.network);
    const place = this.network.starts[this.network.root];
    this.start = this.stateAt([{ place, behind: this.continuations.end }]);
  }

  /** The state after one more byte, or null where the grammar does not allow it. */
  step(state: State, byte: number): State | null {
    const known = state.next[byte];
    if (known !== undefined) return known;
    const reached: Configuration[] = [];
    for (const { place, behind } of state.configurations) {
      for (const { low, high, to } of this.network.places[place].edges)
        if (low <= byte && byte <= high) reached.push({ place: to, behind });
    }
    const next = reached.length ? this.stateAt(reached) : null;
    state.next[byte] = next;
    return next;
  }

  /** The only byte that may follow, or null where there are several, or none, or the text may end. */
  onlyByte({ configurations, accepting }: State): number | null {
    let only: number | null = null;
    if (accepting) return null;
    for (const { place } of configurations) {
      for (const { low, high } of this.network.places[place].edges) {
        if (low !== high || (only !== null && only !== low)) return null;
        only = low;
      }
    }
    return only;
  }

  /** Bytes of a shortest ending. Every ending of an ending is that of its own state. */
  shortestEnding(state: State): Uint8Array<ArrayBuffer> {
    const bytes: number[] = [];
    for (let at = state; at.distance > 0; ) {
      const byte = this.nearer(at);
      bytes.push(byte);
      at = this.step(at, byte)!;
    }
    return Uint8Array.from(bytes);
  }

  /** A byte that leads nearer to an end; of several the first that can be seen. */
  private nearer({ configurations, distance }: State): number {
    const bytes: number[] = [];
    for (const { place, behind } of configurations) {
      for (const { low, high, to } of this.network.places[place].edges) {
        if (1 + this.network.places[to].distance + behind.distance !== distance) continue;
        bytes.push(low <= FIRST_VISIBLE && FIRST_VISIBLE <= high ? FIRST_VISIBLE : low);
      }
    }
    return Math.min(...bytes);
  }

  private stateAt(reached: readonly Configuration[]): State {
    const here = this.followReturns(reached);
    const calls: Calls = new Map();
    let accepting = false;
    let distance = Number.POSITIVE_INFINITY;
    const configurations = new Map<string, Configuration>();
    const keep = (configuration: Configuration) => {
      if (this.network.places[configuration.place].edges.length)
        configurations.set(`${configuration.place}/${configuration.behind.id}`, configuration);
    };
    for (const configuration of here) {
      const { place, behind } = configuration;
      const { calls: made, final, distance: own } = this.network.places[place];
      if (final && behind === this.continuations.end) accepting = true;
      distance = Math.min(distance, own + behind.distance);
      for (const { rule, to } of made) this.continuations.call(calls, rule, to, behind);
      keep(configuration);
    }
    for (const [rule, behind] of this.continuations.resolve(calls))
      keep({ place: this.network.starts[rule], behind });
    const key = `${[...configurations.keys()].sort()}${accepting ? '.' : ''}`;
    const known = this.states.get(key);
    if (known) return known;
    if (this.states.size >= MAX_STATES) this.states = new Map();
    const state = { configurations: [...configurations.values()], accepting, distance, next: [] };
    this.states.set(key, state);
    return state;
  }

  /** Where a rule has ended, what waited for it goes on. */
  private followReturns(reached: readonly Configuration[]): Configuration[] {
    const found = new Map<string, Configuration>();
    const add = (configuration: Configuration) =>
      found.set(`${configuration.place}/${configuration.behind.id}`, configuration);
    for (const configuration of reached) add(configuration);
    for (const [, { place, behind }] of found)
      if (this.network.places[place].final)
        for (const entry of behind.entries) {
          if (!found.has(`${entry.place}/${entry.behind.id}`)) add(entry);
        }
    return [...found.values()];
  }
}

/** `!`, the first sign of ASCII that can be seen. */
const FIRST_VISIBLE = 0x21;
