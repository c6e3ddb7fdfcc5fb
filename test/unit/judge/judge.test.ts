import { afterAll, expect, test } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { JudgeTask } from '../../../src/judge/judge.ts';
import { overallVerdict } from '../../../src/judge/overall.ts';
import type { TestResult } from '../../../src/judge/verdict.ts';
import { LANGUAGES } from '../../../src/sandbox/languages.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
afterAll(() => runner.dispose());
const judge = createJudge(runner);
const never = new AbortController().signal;

function task(source: string, change: Partial<JudgeTask> = {}): JudgeTask {
  return {
    submission: { language: 'python', source },
    tests: ['1 2', '10 20', '0 0'].map((input, i) => {
      const [a, b] = input.split(' ').map(Number);
      return { id: `sample/${i + 1}`, input: `${input}\n`, answers: [`${a! + b!}\n`], origin: 'sample' };
    }),
    io: { kind: 'stdin' },
    limits: { timeMs: 1000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: 'tokens', config: {} },
    ...change,
  };
}

async function results(asked: JudgeTask, signal = never): Promise<TestResult[]> {
  const all: TestResult[] = [];
  for await (const result of judge.judge(asked, signal)) all.push(result);
  return all;
}

async function outcome(source: string, change?: Partial<JudgeTask>): Promise<[string, string][]> {
  return (await results(task(source, change))).map(({ verdict, detail }) => [verdict, detail]);
}

test('a right program is accepted on every test, in order', async () => {
  const all = await results(task('a, b = map(int, input().split())\nprint(a + b)'));
  expect(all.map(({ id, verdict, detail }) => [id, verdict, detail])).toEqual([
    ['sample/1', 'AC', ''],
    ['sample/2', 'AC', ''],
    ['sample/3', 'AC', ''],
  ]);
  expect(overallVerdict(all)).toBe('AC');
});

test('a wrong answer says where the output leaves the answer', async () => {
  const [first] = await results(task('a, b = map(int, input().split())\nprint(a * b)'));
  expect(first).toMatchObject({
    verdict: 'WA',
    detail: 'line 1, column 1: expected 3, got 2',
    difference: { line: 1, column: 1, expected: '3', actual: '2' },
    stdout: '2\n',
  });
});

test('an error at run time is told with the line of the program’s own file', async () => {
  const [first, , third] = await outcome('a, b = map(int, input().split())\nc = a // b\nprint(a + b)');
  expect(first).toEqual(['AC', '']);
  expect(third).toEqual(['RE', 'exit code 1: ZeroDivisionError: division by zero (line 2)']);
});

test('an exit code of its own is a run-time error', async () => {
  const [first] = await outcome('import sys\nprint(3)\nsys.exit(3)');
  expect(first).toEqual(['RE', 'exit code 3']);
});

test('a program that does not compile gets CE on each test', async () => {
  expect(await outcome('print(1\n')).toEqual(
    Array(3).fill(['CE', "does not compile: SyntaxError: '(' was never closed (line 1)"]),
  );
});

test('time and output limits are told with their numbers', async () => {
  const [, , loop] = await outcome('a, b = map(int, input().split())\nwhile a == b: pass\nprint(a + b)');
  expect(loop).toEqual(['TLE', 'still running after 4 s (1 s × 4 for Python 3)']);
  const [chatty] = await outcome('while True: print("x" * 100)');
  expect(chatty).toEqual(['OLE', 'printed more than 10000 bytes']);
});

test('a runtime that breaks is a run-time error, and the next test gets a new one', async () => {
  const source = 'import sys, os\na, b = map(int, input().split())\nif a == 10: os._exit(0)\nprint(a + b)';
  expect((await outcome(source)).map(([verdict]) => verdict)).toEqual(['AC', 'RE', 'AC']);
});

test('grading can stop at the first failure; what is left counts as skipped', async () => {
  const all = await results(task('print(3)', { stopAtFailure: true }));
  expect(all.map(({ verdict }) => verdict)).toEqual(['AC', 'WA', 'SK']);
  expect(overallVerdict(all)).toBe('WA');
});

test('nothing run is no acceptance', () => {
  expect(overallVerdict([])).toBe('SK');
});

test('stopping ends the running program and throws the reason', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('stopped by the user')), 300);
  const endless = task('while True: pass', { limits: { timeMs: 60_000, memoryBytes: 1, outputBytes: 1 } });
  await expect(results(endless, stop.signal)).rejects.toThrow('stopped by the user');
});

test('a reader that waits for another submission in the middle of one does not stop both', async () => {
  for await (const _ of judge.judge(task('print(sum(map(int, input().split())))'), never)) {
    expect((await outcome('print(3)'))[0]).toEqual(['AC', '']);
    break;
  }
});

test('an unknown language is refused before anything runs', async () => {
  const cobol = task('', { submission: { language: 'cobol', source: '' } });
  const known = LANGUAGES.map(({ id }) => id).join(', ');
  await expect(results(cobol)).rejects.toThrow(`No sandbox runs “cobol”; use one of: ${known}.`);
});
