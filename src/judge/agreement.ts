import { overallVerdict } from './overall.ts';
import type { TestResult, Verdict } from './verdict.ts';

/**
 * What an author says that a submission gets: one verdict; `not AC`; `partly AC`, accepted on some tests and not on all
 * (problems that give points); or several of these, as in `AC or TLE`.
 */
export type Expectation = string;

/** What other judges, which have fewer verdicts, call by each of these. */
const ALSO: Partial<Record<Verdict, readonly Verdict[]>> = {
  WA: ['PE'],
  RE: ['MLE', 'OLE'],
  TLE: ['ILE'],
  MLE: ['RE'],
};

/** Whether what a submission got is what its author says. */
export function agrees(expected: Expectation, tests: readonly Pick<TestResult, 'verdict'>[]): boolean {
  const got = overallVerdict(tests);
  return expected.split(' or ').some((one) => {
    if (got === 'CE' || got === 'IE') return one === got;
    if (one === 'not AC') return got !== 'AC';
    if (one === 'partly AC') return got !== 'AC' && tests.some(({ verdict }) => verdict === 'AC');
    return got === one || Boolean(ALSO[one as Verdict]?.includes(got));
  });
}
