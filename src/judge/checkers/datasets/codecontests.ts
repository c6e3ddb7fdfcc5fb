import type { Checker } from '../checker.ts';
import { compareTokens } from '../sequence.ts';
import { decimalNumber } from './numbers.ts';

const TOLERANCE = 1e-5;

/** CodeContests: tokens in lower case, equal, or both numbers that are less than 1e-5 apart. */
export const codecontests: Checker = (output, answer) =>
  compareTokens(output, answer, (expected, actual) => {
    if (expected === actual || expected.toLowerCase() === actual.toLowerCase()) return true;
    const [wanted, got] = [decimalNumber(expected), decimalNumber(actual)];
    return wanted !== null && got !== null && Math.abs(wanted - got) < TOLERANCE;
  });
