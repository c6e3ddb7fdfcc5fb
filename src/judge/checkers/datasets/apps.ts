import type { Check, Checker } from '../checker.ts';
import { compareLines, compareTokens } from '../sequence.ts';
import { pythonFloat } from './numbers.ts';

/**
 * The grader of APPS (`testing_util.py`), which tries one way to compare after the other and accepts by any: lines
 * without the whitespace around them; without empty lines; as one number a line, by NumPy's `allclose`; and at last
 * as a set of lines that are sets of tokens, in any order and as often as one likes, the numbers among them rounded
 * to three decimals. It accepts some wrong outputs; that is what makes results comparable with the published ones.
 */
export const apps: Checker = (output, answer) => {
  const printed = output.split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/);
  if (printed.at(-1) === '') printed.pop();
  if (sameText(printed, answer)) return { verdict: 'AC' };

  const wanted = answer
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim());
  const lines = printed.filter((line) => line !== '');
  if (sameLines(printed, wanted) || sameLines(lines, wanted) || allClose(lines, wanted))
    return { verdict: 'AC' };

  const printedSets = lines.map(wordsOf).filter((words) => words.length > 0);
  const wantedSets = wanted.map(wordsOf);
  const accepted =
    sameSets(printedSets, wantedSets, (word) => word) || sameSets(printedSets, wantedSets, rounded);
  return accepted ? { verdict: 'AC' } : firstDifference(output, answer);
};

function sameText(lines: string[], answer: string): boolean {
  const wanted = answer.trim();
  return (
    lines.join('\n').trim() === wanted ||
    lines
      .map((line) => line.trim())
      .join('\n')
      .trim() === wanted
  );
}

function sameLines(lines: string[], wanted: string[]): boolean {
  return lines.length === wanted.length && lines.every((line, i) => line === wanted[i]);
}

/** NumPy's defaults: |a − b| ≤ 1e-8 + 1e-5·|b|; not a number is close to nothing. */
function allClose(lines: string[], wanted: string[]): boolean {
  if (lines.length !== wanted.length) return false;
  return lines.every((line, i) => {
    const [a, b] = [pythonFloat(line), pythonFloat(wanted[i]!)];
    if (a === null || b === null) return false;
    return a === b || (Number.isFinite(b) && Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b));
  });
}

/** `keyOf` null: a word that has no such key makes the comparison fail. */
function sameSets(a: string[][], b: string[][], keyOf: (word: string) => string | null): boolean {
  const [left, right] = [setOfSets(a, keyOf), setOfSets(b, keyOf)];
  return (
    left !== null && right !== null && left.size === right.size && [...left].every((set) => right.has(set))
  );
}

function setOfSets(lines: string[][], keyOf: (word: string) => string | null): Set<string> | null {
  const sets = new Set<string>();
  for (const words of lines) {
    const keys = new Set<string>();
    for (const word of words) {
      const key = keyOf(word);
      if (key === null) return null;
      keys.add(key);
    }
    sets.add([...keys].sort().join(' '));
  }
  return sets;
}

function rounded(word: string): string | null {
  const value = pythonFloat(word);
  if (value === null || Number.isNaN(value)) return null;
  return String(Number(value.toFixed(3)) + 0);
}

function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter(Boolean);
}

/** For the person who reads it: the first token that differs, or else the first line. */
function firstDifference(output: string, answer: string): Check {
  const same = (a: string, b: string): boolean => a === b;
  const byTokens = compareTokens(output, answer, same);
  return byTokens.verdict === 'AC' ? compareLines(output, answer, same) : byTokens;
}
