import type { Checker } from '../checker.ts';
import { compareLines } from '../sequence.ts';
import { decimalKey } from './numbers.ts';

/**
 * LiveCodeBench's `grade_stdio`: as many lines, each equal but for the whitespace around it, or else all of its
 * tokens numbers that are exactly equal (`1.50` and `1.5`; no tolerance).
 */
export const livecodebench: Checker = (output, answer) =>
  compareLines(output, answer, (expected, actual) => {
    if (expected === actual) return true;
    const wanted = decimalsOf(expected);
    const got = decimalsOf(actual);
    if (!wanted || !got || wanted.length !== got.length) return false;
    return wanted.every((value, i) => value === got[i]);
  });

function decimalsOf(line: string): string[] | null {
  const values: string[] = [];
  for (const token of line.split(/\s+/).filter(Boolean)) {
    const value = decimalKey(token);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}
