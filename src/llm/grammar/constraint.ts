import { EngineError, GrammarError } from '../errors.ts';
import type { State } from './automaton.ts';
import { type Grammar, isFinal } from './grammar.ts';
import type { Mask } from './masks.ts';

/**
 * Holds one answer to its grammar. Tokens that must follow are forced; of the others the mask allows those after which
 * the grammar can still be ended within the tokens that are left. Where none is allowed, the shortest ending, which
 * was seen to fit before, is forced to its end.
 */
export class Constraint {
  private state: State;
  /** The ending that has begun to be forced, or null. */
  private closing: number[] | null = null;
  /** The mask at this place, once it is known. */
  private choice: { left: number; mask: Mask | null } | null = null;

  /** Throws `GrammarError` where no answer is ended within `limit` tokens. */
  constructor(
    private readonly grammar: Grammar,
    private readonly stopTokens: readonly number[],
    limit: number,
  ) {
    this.state = grammar.automaton.start;
    const shortest = grammar.ending(this.state).length;
    if (shortest > limit) {
      throw new GrammarError(
        `the shortest answer that the grammar allows has ${shortest} tokens and only ${limit} may be written; allow more tokens`,
      );
    }
  }

  /** Whether the text is whole, though more may be allowed to follow. */
  get whole(): boolean {
    return this.state.accepting;
  }

  /** Whether the text is whole and nothing may follow. */
  get ended(): boolean {
    return isFinal(this.state);
  }

  /** Whether the text was ended because it would have become too long. */
  get cut(): boolean {
    return this.closing !== null && this.closing.length === 0;
  }

  /** The token that must come next when `left` may be written, it included; null where the model has a choice. */
  forced(left: number): number | null {
    if (this.closing) return this.closing[0] ?? null;
    const [token] = this.grammar.forced(this.state);
    if (token !== undefined && this.fits(this.after(token)!, left)) return token;
    if (this.mask(left)) return null;
    this.closing = [...this.grammar.ending(this.state)];
    return this.closing[0] ?? null;
  }

  /** The tokens that may come next, when none is forced; null where only the end is left. */
  mask(left: number): Mask | null {
    if (this.choice?.left !== left) this.choice = { left, mask: this.makeMask(left) };
    return this.choice.mask;
  }

  /** Moves on over a token that was forced or taken from the mask. */
  accept(token: number): void {
    const after = this.after(token);
    if (!after) throw new EngineError(`token ${token} was taken though the grammar does not allow it`);
    this.state = after;
    this.choice = null;
    this.closing?.shift();
  }

  private makeMask(left: number): Mask | null {
    const { mask, farthest } = this.grammar.masks.of(this.state);
    const open =
      farthest <= left - 1
        ? mask
        : this.grammar.masks.filtered(this.state, (after) => this.fits(after, left));
    if (!this.whole || !open) return open;
    const ending = open.slice();
    for (const token of this.stopTokens) ending[token >> 5] |= 1 << (token & 31);
    return ending;
  }

  private after(token: number): State | null {
    let at: State | null = this.state;
    for (const byte of this.grammar.vocabulary.bytesOf(token))
      at = at && this.grammar.automaton.step(at, byte);
    return at;
  }

  /** Whether an answer at `after` can be ended with one token less than `left`. A token holds a byte at least. */
  private fits(after: State, left: number): boolean {
    return after.distance <= left - 1 || this.grammar.ending(after).length <= left - 1;
  }
}
