import type { TestResult, Verdict } from './verdict.ts';

/**
 * The submission's verdict: that of the first test, in order, that was not accepted; AC if all were. Tests that
 * were skipped count for nothing, and with nothing to count it is SK.
 */
export function overallVerdict(results: readonly Pick<TestResult, 'verdict'>[]): Verdict {
  const counted = results.filter(({ verdict }) => verdict !== 'SK');
  if (counted.length === 0) return 'SK';
  return counted.find(({ verdict }) => verdict !== 'AC')?.verdict ?? 'AC';
}
