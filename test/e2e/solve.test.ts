import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Problem } from '../../src/judge/problem.ts';
import { familyProblem } from '../../src/studio/family/problem.ts';
import { toProblem } from '../../src/studio/family/to-problem.ts';

const bundled = JSON.parse(readFileSync('public/problems/family.json', 'utf8')) as Problem[];

async function solve(...options: string[]) {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/solve.ts', ...options]);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) =>
      ({ code, stdout, stderr }) as { code: number; stdout: string; stderr: string },
  );
}

test('npm run solve does the same from the shell and exits 0', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'quartet-')), 'problem.json');
  writeFileSync(file, JSON.stringify(bundled[2]));
  const kept = `${file}.run`;
  const { code, stdout, stderr } = await solve(file, '--json', '--out', kept);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    problem: bundled[2]!.title,
    how: 'solved',
    language: 'python',
    verdict: 'AC',
  });
  expect(result.tests).toHaveLength(bundled[2]!.tests.length);
  expect(stderr).toContain('switched to coder');
  expect(code).toBe(0);

  // The kept run judged again: all verdicts are the same but the one that was altered.
  const run = JSON.parse(readFileSync(kept, 'utf8'));
  const graded = run.events.find(({ type }: { type: string }) => type === 'graded');
  graded.tests[0].verdict = 'WA';
  writeFileSync(kept, JSON.stringify(run));
  const again = await solve('--replay', kept, '--json');
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('was WA, is AC') });
  const judged = run.events.filter(({ type }: { type: string }) => type === 'judged').length + 1;
  expect(JSON.parse(again.stdout)).toMatchObject({ judged, agreed: judged - 1, sameProblem: true });
});

test('npm run solve --model solves with a model that is given as a folder', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'quartet-')), 'problem.json');
  writeFileSync(file, JSON.stringify(bundled[2]));
  const { code, stderr } = await solve(file, '--model', 'public/models/quartet-tiny', '--k', '1', '--n', '1');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('solved: ') });
});

test('a first program that fails is mended: all four packs are put on within one solve', async () => {
  const problem = await toProblem(familyProblem(2026, 78, 'test'), 'test');
  const file = join(mkdtempSync(join(tmpdir(), 'quartet-')), 'problem.json');
  writeFileSync(file, JSON.stringify(problem));
  const { code, stderr } = await solve(file, '--k', '1', '--programs', '1', '--direct', '0');
  const switched = [...stderr.matchAll(/switched to (\w+)/g)].map(([, role]) => role);
  expect({ code, switched }).toEqual({ code: 0, switched: ['retriever', 'planner', 'coder', 'debugger'] });
});

test('a problem that the model knows nothing of ends in a plain “gave up”, exit status 1', async () => {
  const { code, stdout, stderr } = await solve(
    'test/e2e/fixtures/how-far-apart',
    '--k',
    '1',
    '--programs',
    '1',
    '--rounds',
    '1',
  );
  expect(stderr).toMatch(/(gave up|solved): /);
  if (stderr.includes('gave up')) expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test.each([
  [['nowhere.json'], 'there is no such file'],
  [['test/e2e/fixtures/how-far-apart', '--k', 'many'], '--k takes a whole number'],
  [['test/e2e/fixtures/how-far-apart', '--lang', 'cobol'], 'cobol'],
  [['test/e2e/fixtures/how-far-apart', '--model', 'src'], 'no mlc-chat-config.json'],
  [['test/e2e/fixtures/how-far-apart', '--model', 'http://localhost:1/v1'], 'named with its model'],
  [['--replay', 'package.json'], 'is no run; export one in History'],
  [[], 'Name one problem.'],
])('npm run solve -- %s is refused with exit status 2 and a reason', async (options, reason) => {
  const { code, stderr } = await solve(...options);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) });
});
