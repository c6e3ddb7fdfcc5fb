import type { Check, Checker } from '../checker.ts';
import { faultyAnswer, misformed, type Piece, wrong } from '../report.ts';

/** Ends a comparison from wherever it is, as testlib's `quit` does. */
class Quit extends Error {
  constructor(readonly check: Check) {
    super();
  }
}

const INT64_MAX = 2n ** 63n - 1n;

/**
 * testlib's InStream, not strict: blanks are space, tab, CR and LF. What is not of the form that a read asks for is PE
 * in the output and IE (testlib's FAIL) in the answer; so is the end of the text, but for `blank`.
 */
export class Stream {
  #at = 0;

  constructor(
    readonly text: string,
    readonly isAnswer: boolean,
  ) {}

  /** Nothing at all is left (`eof`). */
  get done(): boolean {
    return this.#at >= this.text.length;
  }

  /** Skips blanks; nothing else is left (`seekEof`). */
  get blank(): boolean {
    while (isBlank(this.text.charCodeAt(this.#at))) this.#at++;
    return this.done;
  }

  word(form = 'a token'): Piece {
    if (this.blank) this.fail(form, { text: null, at: this.#at });
    const at = this.#at;
    while (!this.done && !isBlank(this.text.charCodeAt(this.#at))) this.#at++;
    return { text: this.text.slice(at, this.#at), at };
  }

  /** An integer within the bounds, written in the one way that testlib takes: no `+5`, `05` or `-0`. */
  integer(min = -INT64_MAX - 1n, max = INT64_MAX, form = 'an integer of 64 bits'): Piece {
    const piece = this.word(form);
    const { text } = piece;
    const short = text.length < 10 && min <= -(10n ** 9n) && max >= 10n ** 9n;
    const fits = (): boolean => short || (text.length <= 20 && BigInt(text) >= min && BigInt(text) <= max);
    if (!/^(0|-?[1-9]\d*)$/.test(text) || !fits()) this.fail(form, piece);
    return piece;
  }

  /** A double in decimal or e-notation; no `nan`, no `inf`, but what is too large for a double is infinite. */
  real(): Piece & { value: number } {
    const piece = this.word('a real number');
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(piece.text)) this.fail('a real number', piece);
    return { ...piece, value: Number(piece.text) };
  }

  /** Up to the next LF or CRLF, which is taken too. */
  line(): Piece {
    if (this.done) this.fail('a line', { text: null, at: this.#at });
    const at = this.#at;
    const found = this.text.indexOf('\n', at);
    const end = found < 0 ? this.text.length : found;
    this.#at = Math.min(end + 1, this.text.length);
    return { text: this.text.slice(at, end > at && this.text[end - 1] === '\r' ? end - 1 : end), at };
  }

  fail(form: string, { text, at }: { text: string | null; at: number }): never {
    throw new Quit((this.isAnswer ? faultyAnswer : misformed)(this.text, at, form, text));
  }

  /** WA here: another piece was expected; null for the end. Only of the output. */
  differ(expected: Piece | null, actual: Piece | null): never {
    throw new Quit(wrong(this.text, actual?.at ?? this.#at, expected?.text ?? null, actual?.text ?? null));
  }
}

/**
 * A checker from the body of a testlib one, which reads both streams and leaves by itself or by a quit. If it
 * accepts and more than blanks are left of the output, that is PE.
 */
export function testlibChecker(compare: (output: Stream, answer: Stream) => void): Checker {
  return (output, answer) => {
    const printed = new Stream(output, false);
    try {
      compare(printed, new Stream(answer, true));
      if (!printed.blank) printed.fail('nothing more', printed.word());
      return { verdict: 'AC' };
    } catch (error) {
      if (error instanceof Quit) return error.check;
      throw error;
    }
  };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
