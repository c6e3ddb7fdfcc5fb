import { overallVerdict } from '../../judge/overall.ts';
import type { Test } from '../../judge/problem.ts';
import type { TestResult, Verdict } from '../../judge/verdict.ts';

/** Tests that stand together, with the verdict of them all; nameless where a problem has no groups. */
export interface Group {
  name: string | null;
  verdict: Verdict;
  passed: number;
  results: TestResult[];
}

const UNGROUPED: Record<Test['origin'], string> = {
  sample: 'Samples',
  secret: 'Other tests',
  user: 'Your tests',
};

/**
 * Results by their tests' groups, in the order in which each group first comes; named without `secret/`, the folder of
 * all hidden tests in a package.
 */
export function groupsOf(results: readonly TestResult[], tests: readonly Test[]): Group[] {
  const byId = new Map(tests.map((test) => [test.id, test]));
  const grouped = results.some(({ id }) => byId.get(id)?.group);
  const groups = new Map<string | null, TestResult[]>();
  for (const result of results) {
    const test = byId.get(result.id);
    const name = grouped
      ? (test?.group?.replace(/^secret\//, '') ?? UNGROUPED[test?.origin ?? 'secret'])
      : null;
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return [...groups].map(([name, members]) => ({
    name,
    verdict: overallVerdict(members),
    passed: members.filter(({ verdict }) => verdict === 'AC').length,
    results: members,
  }));
}
