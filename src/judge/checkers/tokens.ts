import type { Checker } from './checker.ts';
import { compareTokens } from './sequence.ts';

/**
 * Whitespace-separated tokens in order. Without a config they must be equal; the config makes it the default
 * validator of Kattis (problem package format, “Default output validator”; problemtools' default_validator.cc):
 *
 * - `caseSensitive` (true): ASCII letters must agree in case;
 * - `spaceSensitive` (false): the whitespace around the tokens must be the same too;
 * - `absolute`, `relative`: where the answer's token is a number, a number within either tolerance is accepted.
 */
export const tokens: Checker = (output, answer, config) => {
  if (output === answer) return { verdict: 'AC' };
  return compareTokens(output, answer, comparison(config), config['spaceSensitive'] === true);
};

function comparison(config: Parameters<Checker>[2]): (expected: string, actual: string) => boolean {
  const fold = config['caseSensitive'] === false;
  const absolute = Number(config['absolute'] ?? -1);
  const relative = Number(config['relative'] ?? -1);
  const text = (expected: string, actual: string): boolean =>
    expected === actual || (fold && lower(expected) === lower(actual));
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

/** ASCII alone, as `strcasecmp` does in the C locale. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** What `sscanf("%lf")` reads whole and finite, hexadecimal integers among it. */
function numberOf(token: string): number | null {
  const [, sign = '', digits = ''] = /^([+-]?)(0x[\da-f]+)$/i.exec(token) ?? [];
  if (digits) return sign === '-' ? -Number(digits) : Number(digits);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token)) return null;
  const number = Number(token);
  return Number.isFinite(number) ? number : null;
}
