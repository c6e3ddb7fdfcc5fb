import type { Check } from './checker.ts';
import { placeOf, wrong } from './report.ts';

export interface Token {
  /** Null at the end. */
  text: string | null;
  /** The whitespace before it. */
  space: string;
  /** Offset in the text. */
  at: number;
}

/** The tokens of a text between whitespace as C's `isspace` knows it. */
export function tokensOf(text: string): { next(): Token } {
  const pattern = /([ \t\r\n\v\f]*)([^ \t\r\n\v\f]*)/y;
  return {
    next() {
      const [, space = '', token = ''] = pattern.exec(text) ?? [];
      return { text: token || null, space, at: pattern.lastIndex - token.length };
    },
  };
}

/** Compares two texts token by token; `spaceSensitive` asks for the same whitespace too. */
export function compareTokens(
  output: string,
  answer: string,
  same: (expected: string, actual: string) => boolean,
  spaceSensitive = false,
): Check {
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
      return wrong(output, actual.at, expected.text, actual.text);
    }
    if (spaceDiffers) return wrongSpace(output, actual, expected);
  }
}

/** Compares two texts line by line, both as a whole and each line without the whitespace around it. */
export function compareLines(
  output: string,
  answer: string,
  same: (expected: string, actual: string) => boolean,
): Check {
  const start = output.length - output.trimStart().length;
  const printed = output.trim().split('\n');
  const wanted = answer.trim().split('\n');
  let at = start;
  for (let i = 0; i < Math.max(printed.length, wanted.length); i++) {
    const [raw, expected] = [printed[i], wanted[i]?.trim()];
    const actual = raw?.trim();
    if (raw === undefined || actual === undefined || expected === undefined || !same(expected, actual)) {
      const indent = raw === undefined ? 0 : raw.length - raw.trimStart().length;
      const agreed = agreement(expected ?? '', actual ?? '');
      return wrong(output, Math.min(at + indent + agreed, output.length), expected ?? null, actual ?? null);
    }
    at += raw.length + 1;
  }
  return { verdict: 'AC' };
}

/** How many characters two texts have in common at their beginning. */
export function agreement(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

function wrongSpace(output: string, actual: Token, expected: Token): Check {
  const quote = (space: string): string => JSON.stringify(space.slice(0, 40));
  const { line, column } = placeOf(output, actual.at);
  return {
    verdict: 'WA',
    detail: `line ${line}, column ${column}: expected the space ${quote(expected.space)}, got ${quote(actual.space)}`,
    difference: { line, column, expected: expected.space, actual: actual.space },
  };
}
