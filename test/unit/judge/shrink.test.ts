import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/judge/create.ts';
import { DEFAULT_CHECKER, type Io, type Rules, type Test } from '../../../src/judge/problem.ts';
import { callReductions } from '../../../src/judge/shrink/calls.ts';
import { parts, reductions } from '../../../src/judge/shrink/reductions.ts';
import { type ShrinkStep, shrink, smallestFailing } from '../../../src/judge/shrink/shrink.ts';
import { fits, readLines, structureOf, writeLines } from '../../../src/judge/shrink/structure.ts';
import { openTrial } from '../../../src/judge/trial.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const structure = (...inputs: string[]) => structureOf(inputs.map(readLines));
/** The smaller inputs that are built like the known ones. */
const smaller = (input: string, ...known: string[]): string[] => {
  const built = structure(input, ...known);
  return [...reductions(readLines(input), built)].filter((lines) => fits(lines, built)).map(writeLines);
};

test('parts are halves first, then quarters, at last one by one', () => {
  expect([...parts(4)]).toEqual([
    [0, 2],
    [2, 4],
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
  expect([...parts(0)]).toEqual([]);
});

describe('how inputs are built is seen from those that are known', () => {
  test('a length before a list', () => {
    expect(structure('3\n1 2 3\n', '2\n5 6\n').counts).toEqual([
      { line: 0, token: 0, of: ['columns'], least: 1 },
    ]);
  });
  test('rows and columns of a table, and of a grid of signs', () => {
    expect(structure('2 3\n1 2 3\n4 5 6\n', '1 1\n7\n').counts).toEqual([
      { line: 0, token: 0, of: ['lines'], least: 1 },
      { line: 0, token: 1, of: ['columns'], least: 1 },
    ]);
    expect(structure('1 2\n#.\n', '2 3\n#..\n..#\n').counts).toEqual([
      { line: 0, token: 0, of: ['lines'], least: 1 },
      { line: 0, token: 1, of: ['letters'], least: 1 },
    ]);
  });
  test('cases, each a length and a list', () => {
    const { cases } = structure('2\n3\n1 2 3\n1\n4\n', '1\n2\n5 6\n');
    expect(cases!.lengths).toEqual({ lines: 2 });
    expect(cases!.inner.counts).toEqual([{ line: 0, token: 0, of: ['columns'], least: 1 }]);
  });
  test('cases, each a number of lines and the lines', () => {
    const { cases } = structure('2\n2\n1 2\n3 4\n1\n5 6\n', '1\n1\n7 8\n');
    expect(cases!.lengths).toEqual({ token: 0 });
  });
});

describe('smaller inputs', () => {
  test('keep a length true', () => {
    const inputs = smaller('4\n7 8 9 10\n', '2\n1 2\n');
    expect(inputs.slice(0, 6)).toEqual([
      '2\n9 10\n',
      '2\n7 8\n',
      '3\n8 9 10\n',
      '3\n7 9 10\n',
      '3\n7 8 10\n',
      '3\n7 8 9\n',
    ]);
  });
  test('keep a table whole', () => {
    for (const input of smaller('3 2\n1 2\n3 4\n5 6\n', '1 1\n9\n')) {
      const [[r, c], ...rows] = readLines(input);
      expect(rows.length).toBe(Number(r));
      for (const row of rows) expect(row.length).toBe(Number(c));
    }
  });
  test('have numbers nearer to 0, but none below the least that was seen', () => {
    expect(smaller('9 -4\n', '2 -8\n')).toEqual(
      expect.arrayContaining(['0 -4\n', '4 -4\n', '8 -4\n', '9 0\n', '9 -2\n', '9 -3\n', '9 4\n']),
    );
    expect(smaller('9\n', '5\n')).toEqual(['5\n', '7\n', '8\n']);
  });
  test('have shorter words, and lists that nothing announces, as short as they were seen', () => {
    expect(smaller('abcd\n', 'xy\n')).toEqual(expect.arrayContaining(['cd\n', 'ab\n', 'bcd\n']));
    expect(smaller('a b c\n', 'x y\n')).toContain('a b\n');
    expect(smaller('a b c\n', 'x y\n').filter((input) => input.split(' ').length < 2)).toEqual([]);
  });
  test('have an empty list only where one was seen', () => {
    expect(smaller('1\n5\n', '2\n1 2\n').filter((input) => input.startsWith('0'))).toEqual([]);
  });
  test('have fewer lines where the input goes on until its end, but no fewer than were seen', () => {
    expect(smaller('1 2\n3 4\n5 6\n', '7 8\n')).toEqual(
      expect.arrayContaining(['5 6\n', '1 2\n3 4\n', '1 2\n5 6\n']),
    );
    expect(smaller('4\n3 4\n5 6\n7 8\n', '9\n7 8\n')).toEqual(
      expect.arrayContaining(['4\n7 8\n', '4\n3 4\n5 6\n']),
    );
    expect(smaller('1 2\n3 4\n', '5 6\n7 8\n').filter((input) => input.split('\n').length < 3)).toEqual([]);
  });
  test('have fewer cases, and smaller ones', () => {
    const inputs = smaller('2\n3\n1 2 3\n1\n4\n', '1\n2\n5 6\n');
    expect(inputs).toEqual(expect.arrayContaining(['1\n1\n4\n', '1\n3\n1 2 3\n', '2\n2\n2 3\n1\n4\n']));
  });
  test('of a call have shorter and smaller arguments', () => {
    expect([...callReductions('[5,6]\n"ab"\n')]).toEqual(
      expect.arrayContaining(['[6]\n"ab"\n', '[0,6]\n"ab"\n', '[5,6]\n"b"\n']),
    );
  });
});

describe('a failing test', () => {
  const runner = createNodeRunner();
  const { signal } = new AbortController();
  afterAll(() => runner.dispose());
  const rules = (io: Io = { kind: 'stdin' }): Rules => ({
    io,
    limits: DEFAULT_LIMITS,
    checker: DEFAULT_CHECKER,
  });

  async function shrunk(wrong: string, right: string, test: Test, known: string[]): Promise<ShrinkStep> {
    const program = await openTrial(runner, { language: 'python', source: wrong }, rules(), signal);
    const trusted = await openTrial(runner, { language: 'python', source: right }, rules(), signal);
    try {
      const result = await program.judge(test, signal);
      const steps = shrink({ io: rules().io, program, right: trusted, failing: test, result, known, signal });
      for (;;) {
        const next = await steps.next();
        if (next.done) return next.value;
      }
    } finally {
      program.dispose();
      trusted.dispose();
    }
  }
  const given = (input: string, answer: string): Test => ({
    id: 'secret/1',
    input,
    answers: [answer],
    origin: 'secret',
  });

  test('shrinks to the least on which the program is wrong, with the right answer', async () => {
    const wrong = 'n = int(input())\na = list(map(int, input().split()))\nprint(max([0] + a))';
    const right = 'n = int(input())\na = list(map(int, input().split()))\nprint(max(a))';
    const {
      test: least,
      result,
      tried,
    } = await shrunk(wrong, right, given('6\n-5 -9 -3 -70 -12 -8\n', '-3\n'), ['2\n4 -80\n', '3\n1 2 3\n']);
    expect(least).toMatchObject({ input: '1\n-1\n', answers: ['-1\n'] });
    expect(result.detail).toBe('line 1, column 1: expected -1, got 0');
    expect(tried).toBeLessThan(60);
  });

  test('stays a failure of its kind: a crash does not become a wrong answer', async () => {
    const wrong = 'n = int(input())\na = list(map(int, input().split()))\nprint(a[4] if n > 2 else 7)';
    const right = 'n = int(input())\na = list(map(int, input().split()))\nprint(a[-1])';
    const { test: least, result } = await shrunk(wrong, right, given('4\n1 2 3 4\n', '4\n'), ['2\n1 2\n']);
    expect(readLines(least.input)[0]).toEqual(['3']);
    expect(result.verdict).toBe('RE');
  });

  test('is never one on which the right program fails', async () => {
    const wrong = 'a = list(map(int, input().split()))\nprint(0)';
    const right = 'a = list(map(int, input().split()))\nassert a == sorted(a) and sum(a) > 7\nprint(sum(a))';
    const { test: least } = await shrunk(wrong, right, given('1 3 9\n', '13\n'), ['2 8\n']);
    const values = readLines(least.input)[0]!.map(Number);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values.reduce((a, b) => a + b)).toBe(8);
  });

  test('of several the one with the shortest input is the smallest', () => {
    const measured = { ms: 0 };
    const result = (id: string, verdict: 'AC' | 'WA' | 'SK') => ({
      id,
      verdict,
      detail: '',
      stdout: '',
      stderr: '',
      measured,
    });
    const tests = ['a', 'b', 'c', 'd'].map((id, i) => ({ ...given('1'.repeat(9 - 2 * i), ''), id }));
    const found = smallestFailing(tests, [
      result('a', 'WA'),
      result('b', 'WA'),
      result('c', 'AC'),
      result('d', 'SK'),
    ]);
    expect(found?.test.id).toBe('b');
  });
});
