import type { Tokenizer } from '../tokenizer.ts';
import { Grammar } from './grammar.ts';
import { Vocabulary } from './vocabulary.ts';

/** Grammars that are kept for the next request that names them. */
const KEPT = 16;

/** The grammars of one model. Nothing is made before the first is asked for. */
export class Grammars {
  private vocabulary: Vocabulary | null = null;
  private readonly kept = new Map<string, Grammar>();

  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly vocabularySize: number,
  ) {}

  /** Throws `GrammarError`. */
  get(source: string): Grammar {
    const known = this.kept.get(source);
    if (known) return known;
    this.vocabulary ??= new Vocabulary(this.tokenizer, this.vocabularySize);
    const grammar = new Grammar(source, this.vocabulary);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(source, grammar);
    return grammar;
  }
}
