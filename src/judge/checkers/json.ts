import type { Checker } from './checker.ts';
import { decimalKey } from './datasets/numbers.ts';
import { wrong } from './report.ts';

/** Strings, punctuation, and everything else up to the next of these or a space: numbers, true, NaN. */
const TOKEN = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s"[\]{},:]+|$)/y;

/**
 * Two texts of JSON, token by token: spaces do not matter, nor how a string is escaped. Numbers must be equal, to any
 * length (`1.0` is `1`), or within `tolerance` of each other, absolutely or relatively. Keys stand in one order.
 */
export const json: Checker = (output, answer, config) => {
  const tolerance = Number(config['tolerance'] ?? 0);
  const printed = tokensOf(output);
  const wanted = tokensOf(answer);
  for (;;) {
    const actual = printed();
    const expected = wanted();
    if (actual.text === '' && expected.text === '') return { verdict: 'AC' };
    if (!same(expected.text, actual.text, tolerance))
      return wrong(output, actual.at, expected.text || null, actual.text || null);
  }
};

function tokensOf(text: string): () => { text: string; at: number } {
  const pattern = new RegExp(TOKEN);
  return () => {
    const at = pattern.lastIndex;
    // An unclosed string matches nothing: the rest is one token.
    const token = pattern.exec(text)?.[1] ?? text.slice(at);
    if (pattern.lastIndex === 0 && at < text.length) pattern.lastIndex = text.length;
    return { text: token, at: pattern.lastIndex - token.length };
  };
}

function same(expected: string, actual: string, tolerance: number): boolean {
  if (expected === actual) return true;
  if (expected.startsWith('"') && actual.startsWith('"')) return unescaped(expected) === unescaped(actual);
  const [wanted, got] = [decimalKey(expected), decimalKey(actual)];
  if (wanted === null || got === null) return false;
  if (wanted === got || tolerance === 0) return wanted === got;
  const distance = Math.abs(Number(expected) - Number(actual));
  return distance <= tolerance * Math.max(1, Math.abs(Number(expected)));
}

function unescaped(token: string): string {
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}
