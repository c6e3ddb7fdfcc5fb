import type { Difference } from '../verdict.ts';
import type { Check, Checker } from './checker.ts';

/**
 * Whitespace-separated tokens in order. Without a config they must be equal, as with testlib's wcmp; the config
 * makes it the default validator of Kattis (problem package format, "Default output validator"):
 *
 * - `caseSensitive` (true): letters must agree in case;
 * - `spaceSensitive` (false): the whitespace around the tokens must be the same too;
 * - `absolute`, `relative`: where the answer's token is a number, a number within either tolerance is accepted.
 */
export const tokens: Checker = (output, answer, config) => {
  if (output === answer) return { verdict: 'AC' };
  const same = comparison(config);
  const spaceSensitive = config['spaceSensitive'] === true;
  const printed = tokensOf(output);
  const wanted = tokensOf(answer);
  for (;;) {
    const actual = printed.next();
    const expected = wanted.next();
    const spaceDiffers = spaceSensitive && actual.space !== expected.space;
    if (actual.text === null && expected.text === null) {
      return spaceDiffers ? wrongSpace(output, actual, expected) : { verdict: 'AC' };
    }
    if (actual.text === null || expected.text === null || !same(expected.text, actual.text)) {
      return wrong(output, actual, expected);
    }
    if (spaceDiffers) return wrongSpace(output, actual, expected);
  }
};

interface Token {
  /** Null at the end. */
  text: string | null;
  /** The whitespace before it. */
  space: string;
  /** Offset in the text. */
  at: number;
}

function tokensOf(text: string): { next(): Token } {
  const pattern = /([ \t\r\n\v\f]*)([^ \t\r\n\v\f]*)/y;
  return {
    next() {
      const [, space = '', token = ''] = pattern.exec(text) ?? [];
      return { text: token || null, space, at: pattern.lastIndex - token.length };
    },
  };
}

function comparison(config: Parameters<Checker>[2]): (expected: string, actual: string) => boolean {
  const fold = config['caseSensitive'] === false;
  const absolute = Number(config['absolute'] ?? -1);
  const relative = Number(config['relative'] ?? -1);
  const text = (expected: string, actual: string): boolean =>
    expected === actual || (fold && expected.toLowerCase() === actual.toLowerCase());
  if (absolute < 0 && relative < 0) return text;
  return (expected, actual) => {
    const wanted = numberOf(expected);
    if (wanted === null) return text(expected, actual);
    const got = numberOf(actual);
    if (got === null) return false;
    const distance = Math.abs(got - wanted);
    return distance <= absolute || distance <= relative * Math.abs(wanted);
  };
}

function numberOf(token: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token) ? Number(token) : null;
}

function wrong(output: string, actual: Token, expected: Token): Check {
  const difference = place(output, actual, expected.text ?? '', actual.text ?? '');
  const where = `line ${difference.line}, column ${difference.column}`;
  if (actual.text === null)
    return { verdict: 'WA', detail: `the output ends where ${shown(expected)} is expected`, difference };
  if (expected.text === null)
    return { verdict: 'WA', detail: `${where}: ${shown(actual)} after the end of the answer`, difference };
  return { verdict: 'WA', detail: `${where}: expected ${shown(expected)}, got ${shown(actual)}`, difference };
}

function wrongSpace(output: string, actual: Token, expected: Token): Check {
  const quote = (space: string): string => JSON.stringify(space.slice(0, 40));
  const difference = place(output, actual, expected.space, actual.space);
  const detail = `line ${difference.line}, column ${difference.column}: expected the space ${quote(expected.space)}, got ${quote(actual.space)}`;
  return { verdict: 'WA', detail, difference };
}

function place(output: string, { at }: Token, expected: string, actual: string): Difference {
  const before = output.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: at - lineStart + 1, expected, actual };
}

function shown({ text }: Token): string {
  return text!.length > 40 ? `${text!.slice(0, 40)}…` : text!;
}
