/** Tokens that must agree before what followed them once is guessed to follow again. */
const GRAM = 3;
/** Guesses to begin with, and after one of them failed. */
const FIRST = 4;

/**
 * Guesses an answer's next tokens from what stands in its prompt and in itself (prompt lookup decoding): where the last
 * three tokens stood before, what followed them follows again. The more guesses come true the more are made; where
 * they fail, none are made until the text has moved on to another place.
 */
export class PromptLookup {
  private readonly text: number[] = [];
  /** Where each run of three tokens last ended, by its tokens. */
  private readonly ends = new Map<string, number>();
  /** Place of the text that the answer is being copied from, or −1. */
  private from = -1;
  private size = FIRST;

  constructor(prompt: readonly number[]) {
    for (const token of prompt) this.append(token);
  }

  /** At most `room` tokens that may follow. */
  guess(room: number): number[] {
    if (this.from < 0) return [];
    return this.text.slice(this.from, this.from + Math.min(room, this.size));
  }

  /** Takes over tokens of the answer, of which `kept` of `guessed` were guessed rightly. */
  learn(tokens: readonly number[], guessed: number, kept: number): void {
    if (guessed > 0) this.size = kept === guessed ? this.size * 2 : FIRST;
    for (const token of tokens) {
      this.from = this.from >= 0 && this.text[this.from] === token ? this.from + 1 : -1;
      if (this.from < 0) this.from = this.lookUp(token);
      this.append(token);
    }
  }

  /** The place after the last one where the text's end, with `token`, stood before; −1 where there is none. */
  private lookUp(token: number): number {
    return this.ends.get([...this.text.slice(1 - GRAM), token].join()) ?? -1;
  }

  private append(token: number): void {
    this.text.push(token);
    this.ends.set(this.text.slice(-GRAM).join(), this.text.length);
  }
}
