export type Token =
  | { kind: 'text'; text: string }
  | { kind: 'math'; text: string; display: boolean }
  | { kind: 'command'; name: string }
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'cell' };

const RUN = /[^\\{}$&%]+/y;
const COMMAND = /\\(?:([A-Za-z]+)(\*?)[ \t]*\n?[ \t]*|([\s\S]))/y;
const SPACE = /\s*/y;

/** LaTeX's text, read forwards only: a reader of it takes time of the text's own size, whatever is in it. */
export class LatexText {
  readonly #text: string;
  #at = 0;
  /** Endings that no longer occur: an opening without its ending is not searched for twice. */
  readonly #gone = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  next(): Token {
    const character = this.#text[this.#at]!;
    switch (character) {
      case '{':
        this.#at += 1;
        return { kind: 'open' };
      case '}':
        this.#at += 1;
        return { kind: 'close' };
      case '&':
        this.#at += 1;
        return { kind: 'cell' };
      case '%':
        this.#comment();
        return { kind: 'text', text: '' };
      case '$':
        return this.#dollars();
      case '\\':
        return this.#commandOrMath();
      default:
        return { kind: 'text', text: typeset(this.#match(RUN)![0]) };
    }
  }

  /** Whether a `{…}` comes next. */
  get opensArgument(): boolean {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    return this.#text[SPACE.lastIndex] === '{';
  }

  /** Reads the `{` of an argument, if one comes next. */
  openArgument(): boolean {
    if (!this.opensArgument) return false;
    this.#match(SPACE);
    this.#at += 1;
    return true;
  }

  /** An argument as written, braces balanced; empty if none comes next. */
  rawArgument(): string {
    if (!this.openArgument()) return '';
    const start = this.#at;
    for (let depth = 1; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === '\\') this.#at += 1;
      else if (character === '{') depth += 1;
      else if (character === '}' && --depth === 0) return this.#text.slice(start, this.#at++);
    }
    return this.#text.slice(start);
  }

  /** `[…]` as written, if one comes next without a space before it. */
  option(): string {
    const spaced = /\s/.test(this.#text[this.#at - 1] ?? '');
    if (spaced || this.#text[this.#at] !== '[' || !this.#has(']')) return '';
    this.#at += 1;
    return this.upTo(']');
  }

  /** What an accent stands over: a letter, a `\i`, or an argument. */
  letter(): string {
    if (this.opensArgument) return this.rawArgument().replace(/^\\([ij])$/, '$1');
    this.#match(SPACE);
    const [letter = ''] = this.#match(/\\[ij](?![A-Za-z])|\p{L}/uy) ?? [];
    return letter.replace('\\', '');
  }

  /** `\verb`'s text, between two of the same character. */
  verb(): string {
    const mark = this.#text[this.#at++] ?? '';
    return mark ? this.upTo(mark) : '';
  }

  /** The text up to an ending, which is read too; all the rest where it does not occur. */
  upTo(ending: string): string {
    const start = this.#at;
    const end = this.#has(ending) ? this.#text.indexOf(ending, start) : this.#text.length;
    this.#at = end + ending.length;
    return this.#text.slice(start, end);
  }

  #has(ending: string): boolean {
    if (this.#gone.has(ending)) return false;
    if (this.#text.includes(ending, this.#at)) return true;
    this.#gone.add(ending);
    return false;
  }

  #dollars(): Token {
    const display = this.#text.startsWith('$$', this.#at);
    const mark = display ? '$$' : '$';
    this.#at += mark.length;
    let start = this.#at;
    const from = start;
    // A `\$` inside is a sign, not the end.
    for (;;) {
      const end = this.#text.indexOf(mark, start);
      if (end < 0) return { kind: 'text', text: mark };
      if (this.#text[end - 1] === '\\' && this.#text[end - 2] !== '\\') {
        start = end + 1;
        continue;
      }
      this.#at = end + mark.length;
      return { kind: 'math', text: this.#text.slice(from, end), display };
    }
  }

  #commandOrMath(): Token {
    const found = this.#match(COMMAND);
    if (!found) {
      this.#at += 1;
      return { kind: 'text', text: '' };
    }
    const [, word, , sign] = found;
    if (word) return { kind: 'command', name: word };
    if (sign === '(' && this.#has('\\)')) return { kind: 'math', text: this.upTo('\\)'), display: false };
    if (sign === '[' && this.#has('\\]')) return { kind: 'math', text: this.upTo('\\]'), display: true };
    return /\s/.test(sign!) ? { kind: 'text', text: ' ' } : { kind: 'command', name: sign! };
  }

  /** A comment takes its line's end and the next line's indentation with it. */
  #comment(): void {
    this.#match(/%[^\n]*\n?[ \t]*/y);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

/** Quotes, dashes and fixed spaces as the characters that they are set as. */
function typeset(text: string): string {
  return text
    .replaceAll('``', '“')
    .replaceAll("''", '”')
    .replaceAll('`', '‘')
    .replaceAll('---', '—')
    .replaceAll('--', '–')
    .replaceAll('~', ' ')
    .replace(/\n[ \t]+/g, '\n');
}
