import { afterAll, expect, test } from 'vitest';
import { createJudge } from '../../src/judge/create-judge.ts';
import type { Io } from '../../src/judge/problem.ts';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';

const runner = createBrowserRunner();
const judge = createJudge(runner, { lanes: 2 });
const signal = new AbortController().signal;
afterAll(() => runner.dispose());

const CALL: Io = { kind: 'call', fn: 'area', starter: '' };
const FILES: Io = { kind: 'files', input: 'area.in', output: 'area.out' };

test.each([
  [
    'python',
    CALL,
    'class Solution:\n  def area(self, sides: List[int]) -> int:\n    return sides[0] * sides[1]',
  ],
  ['javascript', CALL, 'const area = ([a, b]) => a * b;'],
  ['typescript', CALL, 'function area(sides: number[]): number { return sides[0]! * sides[1]!; }'],
  [
    'python',
    FILES,
    'import json\nopen("area.out", "w").write("%d" % (lambda a, b: a * b)(*json.load(open("area.in"))))',
  ],
  [
    'javascript',
    FILES,
    "const fs = require('fs');\nconst [a, b] = JSON.parse(fs.readFileSync('area.in'));\nfs.writeFileSync('area.out', a * b);",
  ],
  ['javascript-strict', CALL, 'const area = ([a, b]) => a * b;'],
  ['lua', CALL, 'local function area(sides) return sides[1] * sides[2] end'],
  [
    'lua',
    FILES,
    'local a, b = io.open("area.in"):read("a"):match("(%d+), (%d+)")\nio.open("area.out", "w"):write(a * b)',
  ],
  ['ruby', CALL, 'def area(sides) = sides.inject(:*)'],
  ['ruby', FILES, 'File.write("area.out", File.read("area.in").scan(/\\d+/).map(&:to_i).inject(:*))'],
] as const)(
  '%s: a problem with %j is judged in the frame as anywhere',
  async (language, io, source) => {
    const tests = [
      { id: '1', input: '[2, 3]\n', answers: ['6'], origin: 'sample' as const },
      { id: '2', input: '[4, 5]\n', answers: ['21'], origin: 'sample' as const },
    ];
    const limits = { timeMs: 5000, memoryBytes: 2 ** 28, outputBytes: 10_000 };
    const task = { submission: { language, source }, tests, io, limits, checker: { id: 'json', config: {} } };
    const details: string[] = [];
    for await (const { verdict, detail } of judge.judge(task, signal)) details.push(`${verdict} ${detail}`);
    expect(details).toEqual(['AC ', 'WA line 1, column 1: expected 21, got 20']);
  },
  120_000,
);
