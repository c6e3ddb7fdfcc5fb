import type { Checker } from '../checker.ts';
import { compareLines, compareTokens } from '../sequence.ts';
import { decimalNumber } from './numbers.ts';

const TOLERANCE = 1e-12;
const LOGICAL = /^(yes|no|true|false)$/i;

/**
 * xCodeEval's ExecEval: the same lines but for the whitespace around them; else as many tokens, each equal, or both
 * numbers no further apart than 1e-12, or both the same of yes, no, true and false in any case.
 */
export const execeval: Checker = (output, answer) => {
  if (compareLines(output, answer, (a, b) => a === b).verdict === 'AC') return { verdict: 'AC' };
  return compareTokens(output, answer, (expected, actual) => {
    if (expected === actual) return true;
    if (LOGICAL.test(expected)) return expected.toLowerCase() === actual.toLowerCase();
    const [wanted, got] = [decimalNumber(expected), decimalNumber(actual)];
    return wanted !== null && got !== null && Math.abs(wanted - got) <= TOLERANCE;
  });
};
