import type { Check } from './checker.ts';

/** A piece of a text and its offset there. */
export interface Piece {
  text: string;
  at: number;
}

/** 1-based line and column of an offset. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

/** WA: another piece was expected here; null for the end of the answer or of the output. */
export function wrong(output: string, at: number, expected: string | null, actual: string | null): Check {
  const { line, column } = placeOf(output, at);
  const where = `line ${line}, column ${column}`;
  const difference = { line, column, expected: expected ?? '', actual: actual ?? '' };
  const detail =
    actual === null
      ? `the output ends where ${shown(expected!)} is expected`
      : expected === null
        ? `${where}: ${shown(actual)} after the end of the answer`
        : `${where}: expected ${shown(expected)}, got ${shown(actual)}`;
  return { verdict: 'WA', detail, difference };
}

/** PE: what stands here, null for the end, has not the form that is asked for, e.g. `an integer`. */
export function misformed(output: string, at: number, form: string, actual: string | null): Check {
  const { line, column } = placeOf(output, at);
  const detail =
    actual === null
      ? `the output ends where ${form} is expected`
      : `line ${line}, column ${column}: expected ${form}, got ${shown(actual)}`;
  return { verdict: 'PE', detail, difference: { line, column, expected: form, actual: actual ?? '' } };
}

/** IE: the problem's own answer has not the form that its checker asks for. */
export function faultyAnswer(answer: string, at: number, form: string, actual: string | null): Check {
  const { line, column } = placeOf(answer, at);
  const what = actual === null ? 'its end' : shown(actual);
  const detail = `the test’s own answer is at fault: line ${line}, column ${column} should be ${form} and is ${what}`;
  return { verdict: 'IE', detail };
}

/** Short enough for a sentence; no half of a surrogate pair is left at the cut. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
