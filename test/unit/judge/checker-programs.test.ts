import { afterAll, describe, expect, test } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeTask } from '../../../src/judge/grade.ts';
import type { JudgeTask } from '../../../src/judge/judge.ts';
import type { JudgeProgram } from '../../../src/judge/problem.ts';
import type { TestResult } from '../../../src/judge/verdict.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
afterAll(() => runner.dispose());
const judge = createJudge(runner, { lanes: 2 });
const never = new AbortController().signal;

/** Judges a program that prints its input, with a checker of the problem's own. */
async function results(
  program: JudgeProgram,
  tests: [input: string, ...answers: string[]][],
): Promise<TestResult[]> {
  const task: JudgeTask = {
    submission: { language: 'python', source: 'print(input())' },
    tests: tests.map(([input, ...answers], i) => ({ id: `secret/${i}`, input, answers, origin: 'secret' })),
    io: { kind: 'stdin' },
    limits: { timeMs: 5000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: 'program', config: {}, program },
  };
  return (await gradeTask(judge, task, never)).tests;
}

const python = (
  protocol: JudgeProgram['protocol'],
  source: string,
  rest: Partial<JudgeProgram> = {},
): JudgeProgram => ({
  language: 'python',
  source,
  protocol,
  ...rest,
});

describe('an output validator of a Kattis package', () => {
  const VALIDATOR = `
import sys
from near import close
asked, answer = open(sys.argv[1]).read(), open(sys.argv[2]).read()
tolerance = float(sys.argv[4])
team = sys.stdin.read()
with open(sys.argv[3] + 'judgemessage.txt', 'a') as note:
    note.write(f'asked {asked.strip()}, said {team.strip()}\\n')
if close(float(team), float(answer), tolerance):
    sys.exit(42)
with open(sys.argv[3] + 'teammessage.txt', 'w') as note:
    note.write('too far off')
sys.exit(43)
`;
  const near = { 'near.py': 'def close(a, b, t): return abs(a - b) <= t' };

  test('accepts or rejects, and its messages are told', async () => {
    const program = python('kattis', VALIDATOR, { files: near, args: ['0.5'] });
    const all = await results(program, [
      ['1.25\n', '1'],
      ['3\n', '2'],
    ]);
    expect(all).toMatchObject([
      { verdict: 'AC', detail: '', remark: 'asked 1.25, said 1.25', stdout: '1.25\n' },
      { verdict: 'WA', detail: 'too far off', remark: 'too far off\nasked 3, said 3' },
    ]);
  });

  test('is given the arguments of the test, where it has its own', async () => {
    const program = python('kattis', VALIDATOR, { files: near, args: ['0'] });
    const test = { input: '1.25\n', answers: ['1'], origin: 'secret' as const };
    const task: JudgeTask = {
      submission: { language: 'python', source: 'print(input())' },
      tests: [
        { id: 'strict', ...test },
        { id: 'lenient', ...test, args: ['0.5'] },
      ],
      io: { kind: 'stdin' },
      limits: { timeMs: 5000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
      checker: { id: 'program', config: {}, program },
    };
    const { tests } = await gradeTask(judge, task, never);
    expect(tests.map(({ verdict }) => verdict)).toEqual(['WA', 'AC']);
    const tokens = await gradeTask(
      judge,
      {
        ...task,
        checker: { id: 'tokens', config: {} },
        tests: [
          { id: 'exact', ...test },
          { id: 'near', ...test, config: { absolute: 0.5 } },
        ],
      },
      never,
    );
    expect(tokens.tests.map(({ verdict }) => verdict)).toEqual(['WA', 'AC']);
  });

  test('is asked with each answer until one is accepted', async () => {
    const all = await results(python('kattis', VALIDATOR, { files: near, args: ['0'] }), [
      ['2', '1', '2', '3'],
    ]);
    expect(all.map(({ verdict }) => verdict)).toEqual(['AC']);
  });

  test.each([
    [
      'an exit code of another kind',
      'import sys\nsys.exit(0)',
      'ended with exit code 0, which should be 42 or 43',
    ],
    [
      'an error',
      'raise ValueError("no such test")',
      'exit code 1, which should be 42 or 43: ValueError: no such test',
    ],
    [
      'too much of everything',
      'while True: print("x" * 10**6)',
      'the problem’s own judge program printed too much',
    ],
  ])('that ends by %s is at fault itself: IE', async (_what, source, detail) => {
    const [only] = await results(python('kattis', source), [['1', '1']]);
    expect(only!.verdict).toBe('IE');
    expect(only!.detail).toContain(detail);
  });

  test('may be a JavaScript program', async () => {
    const source = `
const fs = require('fs');
const [input, answer, feedback] = process.argv.slice(2);
fs.writeFileSync(feedback + 'judgemessage.txt', fs.readFileSync(input, 'utf8').trim() + ' ' + fs.existsSync(feedback));
process.exit(fs.readFileSync(0, 'utf8') === fs.readFileSync(answer, 'utf8') ? 42 : 43);`;
    const all = await results({ language: 'javascript', source, protocol: 'kattis' }, [
      ['a', 'a\n'],
      ['b', 'c\n'],
    ]);
    expect(all.map(({ verdict, remark }) => [verdict, remark])).toEqual([
      ['AC', 'a true'],
      ['WA', 'b true'],
    ]);
  });
});

describe('a checker with testlib’s protocol', () => {
  const exits = (code: number, message: string): JudgeProgram =>
    python('testlib', `import sys\nprint(${JSON.stringify(message)}, file=sys.stderr)\nsys.exit(${code})`);

  test('is given the input, the output and the answer as files', async () => {
    const source =
      'import sys\nprint("ok", *(open(name).read().strip() for name in sys.argv[1:]), len(sys.argv), file=sys.stderr)';
    const [only] = await results(python('testlib', source), [['in', 'answer']]);
    expect(only).toMatchObject({ verdict: 'AC', remark: 'ok in in answer 4' });
  });

  test.each([
    [0, 'ok 3 numbers', 'AC', ''],
    [1, 'wrong answer 2nd numbers differ', 'WA', '2nd numbers differ'],
    [2, 'wrong output format Expected integer', 'PE', 'Expected integer'],
    [4, 'wrong output format Extra information', 'PE', 'Extra information'],
    [8, 'unexpected eof', 'PE', 'the problem’s checker rejects it'],
    [
      3,
      'FAIL the jury has no answer',
      'IE',
      'the test or its judge program is at fault: the jury has no answer',
    ],
    [
      7,
      'points 50 half',
      'IE',
      'gives points (50 half) and no verdict; problems are judged as pass or fail here',
    ],
    [55, '', 'IE', 'ended with exit code 55, which should be 0, 1, 2, 3, 4 or 8'],
  ])('exit code %i (%s) is %s', async (code, message, verdict, detail) => {
    const [only] = await results(exits(code, message), [['1', '1']]);
    expect(only!.verdict).toBe(verdict);
    expect(only!.detail).toContain(detail);
  });
});

test('a checker that does not compile ends the judging with its compile error', async () => {
  await expect(results(python('kattis', 'if'), [['1', '1']])).rejects.toThrow(
    /own judge program does not compile, so nothing can be judged: .*\n?.*SyntaxError/s,
  );
});

test('a checker in a language that there is not ends the judging with the languages that there are', async () => {
  const program: JudgeProgram = { language: 'cobol', source: '', protocol: 'kattis' };
  await expect(results(program, [['1', '1']])).rejects.toThrow(
    'is in “cobol”, which cannot be run here; these can: python',
  );
});
