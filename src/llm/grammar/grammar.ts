import { GrammarError } from '../errors.ts';
import { Automaton, type State } from './automaton.ts';
import { parseEbnf } from './ebnf.ts';
import { Masks } from './masks.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A forced text is looked at this far. */
const MAX_FORCED_BYTES = 4096;

/** A grammar over a model's tokens, shared by all requests that name it. */
export class Grammar {
  readonly automaton: Automaton;
  readonly masks: Masks;
  private endings = new WeakMap<State, number[]>();
  private forcings = new WeakMap<State, number[]>();

  /** Throws `GrammarError`. */
  constructor(
    source: string,
    readonly vocabulary: Vocabulary,
  ) {
    this.automaton = readGrammar(source);
    this.masks = new Masks(this.automaton, vocabulary);
  }

  /** Tokens of the shortest text that ends an answer which has come to `state`. */
  ending(state: State): readonly number[] {
    return remembered(this.endings, state, () =>
      this.vocabulary.encode(this.automaton.shortestEnding(state)),
    );
  }

  /**
   * Tokens that must follow, since the grammar leaves one text only: those that the tokenizer writes it in. The last of
   * them are left open where a token would go on past the forced text, so that the model chooses how it goes on.
   */
  forced(state: State): readonly number[] {
    return remembered(this.forcings, state, () => {
      const bytes: number[] = [];
      let at = state;
      for (let byte = this.automaton.onlyByte(at); byte !== null && bytes.length < MAX_FORCED_BYTES; ) {
        bytes.push(byte);
        at = this.automaton.step(at, byte)!;
        byte = this.automaton.onlyByte(at);
      }
      const tokens = this.vocabulary.encode(Uint8Array.from(bytes));
      return isFinal(at) ? tokens : this.closed(tokens, bytes);
    });
  }

  /** The first of the tokens of `bytes`, up to where a longer token might begin. */
  private closed(tokens: readonly number[], bytes: readonly number[]): number[] {
    let at = 0;
    const open = tokens.findIndex((token) => {
      if (this.vocabulary.extends(Uint8Array.from(bytes.slice(at)))) return true;
      at += this.vocabulary.bytesOf(token).length;
      return false;
    });
    return open < 0 ? [...tokens] : tokens.slice(0, open);
  }
}

function readGrammar(source: string): Automaton {
  try {
    return new Automaton(parseEbnf(source));
  } catch (cause) {
    // Its groups, or rules that begin with rules, go deeper than the machine's stack.
    if (!(cause instanceof RangeError)) throw cause;
    throw new GrammarError('the grammar is nested too deeply; write it with fewer groups in groups', {
      cause,
    });
  }
}

/** Whether the text is whole and nothing may follow it. */
export function isFinal({ accepting, configurations }: State): boolean {
  return accepting && configurations.length === 0;
}

function remembered(known: WeakMap<State, number[]>, state: State, make: () => number[]): number[] {
  const found = known.get(state) ?? make();
  known.set(state, found);
  return found;
}
