import { expect, test } from 'vitest';
import type { Test } from '../../../src/judge/problem.ts';
import type { TestResult, Verdict } from '../../../src/judge/verdict.ts';
import { groupsOf } from '../../../src/ui/verdict/groups.ts';

const aTest = (id: string, group?: string): Test => ({
  id,
  input: '',
  answers: [''],
  origin: id.startsWith('sample') ? 'sample' : id.startsWith('user') ? 'user' : 'secret',
  ...(group ? { group } : {}),
});
const aResult = (id: string, verdict: Verdict): TestResult => ({
  id,
  verdict,
  detail: '',
  stdout: '',
  stderr: '',
  measured: { ms: 1 },
});

test('results stand by the groups of their tests, each with its verdict', () => {
  const tests = [
    aTest('sample/1'),
    aTest('a/1', 'small'),
    aTest('a/2', 'small'),
    aTest('b/1', 'secret/large'),
    aTest('user/1'),
  ];
  const verdicts: Verdict[] = ['AC', 'AC', 'TLE', 'AC', 'WA'];
  const groups = groupsOf(
    tests.map(({ id }, i) => aResult(id, verdicts[i]!)),
    tests,
  );
  expect(groups.map(({ name, verdict, passed, results }) => [name, verdict, passed, results.length])).toEqual(
    [
      ['Samples', 'AC', 1, 1],
      ['small', 'TLE', 1, 2],
      ['large', 'AC', 1, 1],
      ['Your tests', 'WA', 0, 1],
    ],
  );
});

test('a problem without groups has one, without a name', () => {
  const tests = [aTest('sample/1'), aTest('secret/1')];
  const results = tests.map(({ id }) => aResult(id, 'AC'));
  expect(groupsOf(results, tests)).toEqual([{ name: null, verdict: 'AC', passed: 2, results }]);
});
