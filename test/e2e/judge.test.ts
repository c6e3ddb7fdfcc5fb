import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE = 'test/e2e/fixtures/how-far-apart';

/** The command as a person types it, without npm's own lines. */
function judge(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'tsx', 'tools/judge.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Verdict of the submission, then of its four tests. */
function verdicts(stdout: string): string[][] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ verdict, tests }) => [verdict, ...tests.map((one: { verdict: string }) => one.verdict)]);
}

test('judges Python and JavaScript submissions of a Kattis package and exits 1 when one is not accepted', () => {
  const folder = `${PACKAGE}/submissions`;
  const names = [
    'accepted/apart',
    'wrong_answer/signed',
    'run_time_error/zero',
    'time_limit_exceeded/counting',
  ];
  const files = names.flatMap((name) => [`${folder}/${name}.py`, `${folder}/${name}.js`]);
  const { status, stdout, stderr } = judge(PACKAGE, ...files, '--json');
  expect(stderr).not.toMatch(/Error/);
  expect(verdicts(stdout)).toEqual([
    ['AC', 'AC', 'AC', 'AC', 'AC'],
    ['AC', 'AC', 'AC', 'AC', 'AC'],
    ['WA', 'WA', 'AC', 'WA', 'WA'],
    ['WA', 'WA', 'AC', 'WA', 'WA'],
    ['RE', 'AC', 'RE', 'AC', 'RE'],
    ['RE', 'AC', 'RE', 'AC', 'RE'],
    ['TLE', 'TLE', 'AC', 'AC', 'TLE'],
    ['TLE', 'TLE', 'AC', 'AC', 'TLE'],
  ]);
  expect(status).toBe(1);
});

test('exits 0 when all are accepted, and prints a table', () => {
  const { status, stdout } = judge(PACKAGE, `${PACKAGE}/submissions/accepted/apart.py`);
  expect(stdout).toMatch(/apart\.py: AC\n +sample\/1 +AC +\d+ ms +(< 1|\d+) MiB\n/);
  expect(stdout).toMatch(/secret\/large\/1 +AC/);
  expect(status).toBe(0);
});

test('exits 2 and says what is wrong when nothing can be judged', () => {
  const nothing = judge(PACKAGE);
  expect(nothing.status).toBe(2);
  expect(nothing.stderr).toContain('A problem and at least one submission are needed.');
  const unknown = judge(PACKAGE, 'apart.cob');
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain(
    'No sandbox runs the file apart.cob; use one of: python (.py), cpp (.cpp, .cc, .cxx, .C), c (.c), javascript',
  );
  const missing = judge('no/such/package', 'package.json', '--lang', 'python');
  expect(missing.status).toBe(2);
  expect(missing.stderr).toContain('no/such/package: there is no such file or folder.');
});
