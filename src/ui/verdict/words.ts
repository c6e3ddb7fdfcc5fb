import type { TestResult, Verdict } from '../../judge/verdict.ts';

/** Each verdict in words, as a sentence begins with it. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  AC: 'Accepted',
  WA: 'Wrong answer',
  PE: 'Presentation error',
  RE: 'Runtime error',
  TLE: 'Time limit exceeded',
  MLE: 'Memory limit exceeded',
  OLE: 'Output limit exceeded',
  CE: 'Compile error',
  IE: 'Judge error',
  SK: 'Skipped',
  ILE: 'Idleness limit exceeded',
};

/** One line for a whole judging, e.g. `Wrong answer on sample/2: line 2, expected 7, got 8`. */
export function sentenceOf(tests: readonly TestResult[]): string {
  const failed = tests.find(({ verdict }) => verdict !== 'AC' && verdict !== 'SK');
  if (!failed) return `Accepted on ${tests.length} of ${tests.length} tests`;
  const where = failed.verdict === 'CE' ? '' : ` on ${failed.id}`;
  return `${VERDICT_WORDS[failed.verdict]}${where}${failed.detail ? `: ${failed.detail}` : ''}`;
}
