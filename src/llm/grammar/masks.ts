import type { Automaton, State } from './automaton.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A bit a token: bit `t & 31` of word `t >> 5` says whether token `t` may be taken. */
export type Mask = Uint32Array;

export interface StateMask {
  mask: Mask;
  /** Bytes of the longest of the shortest endings that an allowed token leads to. */
  farthest: number;
}

/** Masks that are kept, in bytes. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Which tokens a state allows, by going through the tree of tokens with the automaton; kept by state. */
export class Masks {
  private readonly kept = new Map<State, StateMask>();
  private readonly capacity: number;
  /** The states on the way down, by depth. */
  private readonly path: State[] = [];

  constructor(
    private readonly automaton: Automaton,
    private readonly vocabulary: Vocabulary,
  ) {
    this.capacity = Math.max(16, Math.floor(KEPT_BYTES / (vocabulary.size / 8)));
  }

  of(state: State): StateMask {
    const known = this.kept.get(state);
    if (known) return known;
    const mask = this.empty();
    let farthest = 0;
    this.visit(state, (token, after) => {
      mask[token >> 5] |= 1 << (token & 31);
      farthest = Math.max(farthest, after.distance);
    });
    if (this.kept.size >= this.capacity) this.kept.delete(this.kept.keys().next().value!);
    const made = { mask, farthest };
    this.kept.set(state, made);
    return made;
  }

  /** The tokens that lead to states for which `allows` holds, or null where there are none. */
  filtered(state: State, allows: (after: State) => boolean): Mask | null {
    const mask = this.empty();
    let found = false;
    this.visit(state, (token, after) => {
      if (!allows(after)) return;
      mask[token >> 5] |= 1 << (token & 31);
      found = true;
    });
    return found ? mask : null;
  }

  private empty(): Mask {
    return new Uint32Array(Math.ceil(this.vocabulary.size / 32));
  }

  private visit(state: State, meet: (token: number, after: State) => void): void {
    const { automaton, path } = this;
    const { bytes, depths, ends, tokens } = this.vocabulary;
    path[0] = state;
    for (let node = 0; node < bytes.length; ) {
      const depth = depths[node];
      const after = automaton.step(path[depth], bytes[node]);
      if (after) {
        path[depth + 1] = after;
        if (tokens[node] >= 0) meet(tokens[node], after);
        node++;
      } else node = ends[node];
    }
  }
}
