import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'packages-'));

afterAll(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** A problem whose validator takes any number within one of the answer; its submissions stand where they belong. */
const NEAR = {
  'near/problem.yaml': 'problem_format_version: 2025-09\nname: Near\nuuid: 1\n',
  'near/output_validator/near.py': `import sys
answer = int(open(sys.argv[2]).read())
said = int(sys.stdin.read())
sys.exit(42 if abs(said - answer) <= int(sys.argv[4]) else 43)
`,
  'near/data/test_group.yaml': 'output_validator_args: ["1"]\n',
  'near/data/sample/1.in': '3\n',
  'near/data/sample/1.ans': '6\n',
  'near/data/secret/1.in': '10\n',
  'near/data/secret/1.ans': '20\n',
  'near/submissions/accepted/twice.py': 'print(2 * int(input()))\n',
  'near/submissions/accepted/one_more.js':
    "console.log(2 * Number(require('fs').readFileSync(0, 'utf8')) + 1);\n",
  'near/submissions/wrong_answer/square.py': 'print(int(input()) ** 2)\n',
  'near/submissions/run_time_error/nothing.py': 'print(int(input()) // 0)\n',
  'near/submissions/accepted/Twice.java': 'class Twice {}\n',
};

/** A Polygon package with a solution that does not do what it is said to. */
const SUM = {
  'sum/problem.xml': `<problem><names><name language="english" value="Sum"/></names>
<judging><testset name="tests"><time-limit>2000</time-limit><memory-limit>268435456</memory-limit>
<test-count>1</test-count><input-path-pattern>tests/%02d</input-path-pattern>
<answer-path-pattern>tests/%02d.a</answer-path-pattern><tests><test sample="true"/></tests></testset></judging>
<assets><checker name="std::ncmp.cpp"/><solutions>
<solution tag="main"><source path="solutions/a.py" type="python.3"/></solution>
<solution tag="rejected"><source path="solutions/b.py" type="python.3"/></solution>
</solutions></assets></problem>`,
  'sum/statement-sections/english/legend.tex': 'Add.',
  'sum/tests/01': '1 2\n',
  'sum/tests/01.a': '3\n',
  'sum/solutions/a.py': 'print(sum(map(int, input().split())))\n',
  'sum/solutions/b.py': 'print(3)\n',
};

function judgePackages(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ['--no-install', 'tsx', 'tools/judge.ts', '--package', ...args];
  return spawnSync('npx', command, { cwd: root, encoding: 'utf8' });
}

test('all submissions of a package are judged against the folder that each stands in', () => {
  write(NEAR);
  const { status, stdout } = judgePackages(join(folder, 'near'));
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['Near'],
    ['submissions/accepted/Twice.java', 'AC', '–', 'no sandbox runs “java”'],
    ['✓ submissions/accepted/one_more.js', 'AC', 'AC'],
    ['✓ submissions/accepted/twice.py', 'AC', 'AC'],
    ['✓ submissions/run_time_error/nothing.py', 'RE', 'RE', expect.stringContaining('ZeroDivisionError')],
    ['✓ submissions/wrong_answer/square.py', 'WA', 'WA', expect.stringMatching(/^sample\/1: /)],
    ['4 judged, 0 not as expected'],
  ]);
  expect(status).toBe(0);
});

test('one that gets something else, or a package that cannot be read, is told by exit status 1', () => {
  write(SUM);
  const { status, stdout, stderr } = judgePackages(join(folder, 'sum'), join(folder, 'gone'), '--json');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { package: 'Sum', submission: 'solutions/a.py', expected: 'AC', got: 'AC', agrees: true, detail: '' },
    {
      package: 'Sum',
      submission: 'solutions/b.py',
      expected: 'not AC',
      got: 'AC',
      agrees: false,
      detail: '',
    },
  ]);
  expect(stderr).toContain('gone: there is no such file or folder.');
  expect(status).toBe(1);
});
