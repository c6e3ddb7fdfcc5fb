/** A piece of TeX: `\name` or `\,`, or a character; blanks are left out, as TeX leaves them out of formulas. */
export type Token = { command: string; character?: never } | { character: string; command?: never };

const COMMAND = /\\(?:([A-Za-z]+)\*?|([\s\S]))/uy;
const DIGITS = /\d*(?:\.\d+)?/y;
const ARGUMENT = /\s*\{/y;

/** TeX, read forwards. */
export class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token, or null at the end. */
  peek(): Token | null {
    const at = this.#at;
    const token = this.next();
    this.#at = at;
    return token;
  }

  next(): Token | null {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const point = this.#text.codePointAt(this.#at);
    if (point === undefined) return null;
    if (point === 0x5c) {
      COMMAND.lastIndex = this.#at;
      const found = COMMAND.exec(this.#text);
      this.#at = found ? COMMAND.lastIndex : this.#at + 1;
      return found ? { command: found[1] ?? found[2]! } : { character: '\\' };
    }
    const character = String.fromCodePoint(point);
    this.#at += character.length;
    return { character };
  }

  /** Reads the token if it comes next. */
  take(character: string): boolean {
    if (this.peek()?.character !== character) return false;
    this.next();
    return true;
  }

  /** The digits that come next; a full stop belongs to a number only between digits. */
  digits(): string {
    DIGITS.lastIndex = this.#at;
    const [digits = ''] = DIGITS.exec(this.#text) ?? [];
    this.#at += digits.length;
    return digits;
  }

  /** An argument as written, braces balanced; a single token where there are no braces. */
  raw(): string {
    ARGUMENT.lastIndex = this.#at;
    if (!ARGUMENT.test(this.#text)) {
      const token = this.next();
      return token ? (token.character ?? `\\${token.command}`) : '';
    }
    const start = ARGUMENT.lastIndex;
    let depth = 1;
    for (this.#at = start; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === '\\') this.#at += 1;
      else if (character === '{') depth += 1;
      else if (character === '}' && --depth === 0) return this.#text.slice(start, this.#at++);
    }
    return this.#text.slice(start);
  }

  /** `[…]` as written, if one comes next. */
  option(): string | null {
    if (!this.take('[')) return null;
    const end = this.#text.indexOf(']', this.#at);
    const stop = end < 0 ? this.#text.length : end;
    const option = this.#text.slice(this.#at, stop);
    this.#at = Math.min(stop + 1, this.#text.length);
    return option;
  }

  /** An environment's body as written, up to its own `\end{name}`, which is read too. */
  upToEnd(name: string): string {
    const start = this.#at;
    let depth = 1;
    for (const found of this.#text.slice(start).matchAll(/\\(begin|end)\{([^{}]*)\}/g)) {
      if (found[2] !== name) continue;
      depth += found[1] === 'begin' ? 1 : -1;
      if (depth > 0) continue;
      this.#at = start + found.index + found[0].length;
      return this.#text.slice(start, start + found.index);
    }
    this.#at = this.#text.length;
    return this.#text.slice(start);
  }
}
