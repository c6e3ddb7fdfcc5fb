import { afterAll, describe, expect, test } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { JudgeTask } from '../../../src/judge/judge.ts';
import type { Io } from '../../../src/judge/problem.ts';
import type { TestResult } from '../../../src/judge/verdict.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
afterAll(() => runner.dispose());
const judge = createJudge(runner);
const never = new AbortController().signal;

type Pairs = readonly (readonly [input: string, answer: string])[];

/** A submission on pairs of input and answer. */
function taskOf(io: Io, language: string, source: string, pairs: Pairs): JudgeTask {
  return {
    submission: { language, source },
    tests: pairs.map(([input, answer], i) => ({
      id: `sample/${i + 1}`,
      input,
      answers: [answer],
      origin: 'sample',
    })),
    io,
    limits: { timeMs: 5000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: io.kind === 'call' ? 'json' : 'tokens', config: {} },
  };
}

async function results(
  io: Io,
  language: string,
  source: string,
  pairs: Pairs,
  change: Partial<JudgeTask> = {},
): Promise<TestResult[]> {
  const task = { ...taskOf(io, language, source, pairs), ...change };
  const all: TestResult[] = [];
  for await (const result of judge.judge(task, never)) all.push(result);
  return all;
}

const verdicts = (all: TestResult[]) => all.map(({ verdict, detail }) => [verdict, detail]);

describe('input and output in files', () => {
  const io: Io = { kind: 'files', input: 'sum.in', output: 'sum.out' };
  const sums = [
    ['1 2\n', '3\n'],
    ['20 2\n', '22\n'],
  ] as const;
  const PYTHON = 'a, b = map(int, open("sum.in").read().split())\n';

  test.each([
    ['python', `${PYTHON}print(a + b, file=open("sum.out", "w"))`],
    [
      'javascript',
      "const fs = require('fs');\nconst [a, b] = fs.readFileSync('sum.in', 'utf8').split(' ').map(Number);\nfs.writeFileSync('sum.out', String(a + b));",
    ],
    [
      'javascript-strict',
      "const fs = require('fs');\nconst [a, b] = fs.readFileSync('sum.in', 'utf8').split(' ').map(Number);\nfs.writeFileSync('sum.out', String(a + b));",
    ],
    ['lua', 'io.input("sum.in") io.output("sum.out") io.write(io.read("n") + io.read("n"))'],
    ['ruby', 'File.write("sum.out", File.read("sum.in").split.sum(&:to_i))'],
    [
      'typescript',
      "import { readFileSync, writeFileSync } from 'fs';\nconst [a, b]: number[] = readFileSync('sum.in', 'utf8').split(' ').map(Number);\nwriteFileSync('sum.out', String(a! + b!));",
    ],
  ])('%s: what is in the output file is compared, and shown', async (language, source) => {
    const all = await results(io, language, source, [sums[0], ['20 2\n', '21\n']]);
    expect(verdicts(all)).toEqual([
      ['AC', ''],
      ['WA', 'line 1, column 1: expected 21, got 22'],
    ]);
    expect(all[1]!.stdout.trim()).toBe('22');
  });

  test('what is printed beside it does not count', async () => {
    const [one] = await results(
      io,
      'python',
      `${PYTHON}print("debug")\nopen("sum.out", "w").write(str(a + b))`,
      sums,
    );
    expect([one!.verdict, one!.stdout, one!.stderr]).toEqual(['AC', '3', 'debug\n']);
  });

  test('no output file is PE, and the file of the test before is not there', async () => {
    const source = `${PYTHON}if a == 1: open("sum.out", "w").write("3")`;
    expect(verdicts(await results(io, 'python', source, sums))).toEqual([
      ['AC', ''],
      ['PE', 'wrote no file sum.out'],
    ]);
  });

  test('an empty name is the standard stream', async () => {
    const fromFile: Io = { kind: 'files', input: 'sum.in', output: '' };
    expect(verdicts(await results(fromFile, 'python', `${PYTHON}print(a + b)`, sums))[0]).toEqual(['AC', '']);
    const toFile: Io = { kind: 'files', input: '', output: 'sum.out' };
    const source = 'a, b = map(int, input().split())\nopen("sum.out", "w").write(str(a + b))';
    expect(verdicts(await results(toFile, 'python', source, sums))[0]).toEqual(['AC', '']);
  });
});

describe('a function that is called', () => {
  const io: Io = { kind: 'call', fn: 'two_sum', starter: '' };
  const pairs = [
    ['[2, 7, 11, 15]\n9\n', '[0, 1]'],
    ['[3, 3]\n6', '[0,1]\n'],
  ] as const;

  const BODY =
    '        for i, a in enumerate(nums):\n            for j in range(i):\n                if nums[j] + a == target: return';
  const SOLUTION = `class Solution:\n    def two_sum(self, nums: List[int], target: int) -> List[int]:\n${BODY}`;
  const LOOP =
    'for (let i = 0; i < nums.length; i++) for (let j = 0; j < i; j++) if (nums[i] + nums[j] === target) return [j, i];';
  const LUA_LOOP =
    'for i, a in ipairs(nums) do for j = 1, i - 1 do if nums[j] + a == target then return {j - 1, i - 1} end end end';
  const RUBY_LOOP =
    '  nums.each_with_index { |a, i| i.times { |j| return [j, i] if nums[j] + a == target } }';
  test.each([
    ['python', 'a class’s method', `${SOLUTION} [j, i]`],
    ['python', 'a tuple', `${SOLUTION} (j, i)`],
    [
      'python',
      'a function',
      'from __future__ import annotations\ndef two_sum(nums, target):\n  return [0, 1]  # without a last line end',
    ],
    [
      'python',
      'names that are granted, below its own',
      'def combinations(n): return itertools.combinations(n, 2)\ndef two_sum(n, t):\n  index = defaultdict(int)\n  return next([0, 1] for a, b in combinations(n) if a + b == t)',
    ],
    ['python', 'one that prints', 'def two_sum(nums, target):\n  print("debug")\n  return [0, 1]'],
    ['javascript', 'a function', `function two_sum(nums, target) { ${LOOP} } // end`],
    ['javascript', 'a variable', `const two_sum = (nums, target) => { ${LOOP} }`],
    [
      'javascript',
      'a class’s method',
      `class Solution { two_sum(nums, target) { return this.find(nums, target); } find(nums, target) { ${LOOP} } }`,
    ],
    ['javascript', 'an async function', `async function two_sum(nums, target) { await null; ${LOOP} }`],
    ['javascript-strict', 'a function', `function two_sum(nums, target) { ${LOOP} }`],
    ['lua', 'a global function', `function two_sum(nums, target) ${LUA_LOOP} end`],
    ['lua', 'a local function', `local function two_sum(nums, target) ${LUA_LOOP} end -- the end`],
    [
      'lua',
      'a method of a table Solution',
      `local Solution = {}\nfunction Solution.new() return setmetatable({ at = 0 }, { __index = Solution }) end\nfunction Solution:two_sum(nums, target) assert(self.at == 0) ${LUA_LOOP} end`,
    ],
    ['lua', 'one that prints', 'function two_sum() print("debug") return {0, 1} end'],
    ['ruby', 'a method', `def two_sum(nums, target)\n${RUBY_LOOP}\nend`],
    ['ruby', 'a lambda', `two_sum = ->(nums, target) do\n${RUBY_LOOP}\nend`],
    [
      'ruby',
      'a class’s method',
      `class Solution\n  def two_sum(nums, target)\n${RUBY_LOOP}\n  end\nend\n__END__\ndata`,
    ],
    ['ruby', 'one that prints', 'def two_sum(*) = (puts "debug"; [0, 1])'],
    [
      'typescript',
      'a typed function',
      `function two_sum(nums: number[], target: number): number[] | undefined { ${LOOP} }`,
    ],
  ])('%s: %s', async (language, _what, source) => {
    expect(verdicts(await results(io, language, source, pairs))).toEqual([
      ['AC', ''],
      ['AC', ''],
    ]);
  });

  test.each(['called', 'result', 'fs', 'own', 'function_', 'call', 'json'])(
    'any name will do, e.g. %s',
    async (fn) => {
      const named: Io = { kind: 'call', fn, starter: '' };
      const one = [['1', '2']] as const;
      const python = `def ${fn}(x): return x + 1`;
      const javascript = `function ${fn}(x) { return x + 1; }`;
      expect(verdicts(await results(named, 'python', python, one))).toEqual([['AC', '']]);
      expect(verdicts(await results(named, 'javascript', javascript, one))).toEqual([['AC', '']]);
      const lua = `local function ${fn}(x) return x + 1 end`;
      expect(verdicts(await results(named, 'lua', lua, one))).toEqual([['AC', '']]);
      const ruby = `def ${fn}(x) = x + 1`;
      expect(verdicts(await results(named, 'ruby', ruby, one))).toEqual([['AC', '']]);
    },
  );

  test('a wrong result is told by its place in the JSON', async () => {
    const all = await results(io, 'python', 'def two_sum(nums, target):\n  return [0, 2]', pairs);
    expect(all[0]).toMatchObject({
      verdict: 'WA',
      detail: 'line 1, column 5: expected 1, got 2',
      stdout: '[0, 2]',
    });
  });

  test('errors keep the lines of the submission’s own file', async () => {
    const raising = `${SOLUTION} [j, 1 // 0]`;
    expect(verdicts(await results(io, 'python', raising, pairs))[0]).toEqual([
      'RE',
      'exit code 1: ZeroDivisionError: division by zero (line 5)',
    ]);
    expect(
      verdicts(await results(io, 'javascript', '\nfunction two_sum(nums) { return nums.x.y; }', pairs))[0],
    ).toEqual(['RE', "exit code 1: TypeError: Cannot read properties of undefined (reading 'y') (line 2)"]);
    expect(
      verdicts(await results(io, 'lua', 'function two_sum(nums)\n  return nums.x.y\nend', pairs))[0],
    ).toEqual(['RE', "exit code 1: main.lua:2: attempt to index a nil value (field 'x') (line 2)"]);
    expect(verdicts(await results(io, 'ruby', 'def two_sum(nums, _)\n  nums.x\nend', pairs))[0]).toEqual([
      'RE',
      "exit code 1: undefined method 'x' for an instance of Array (NoMethodError) (line 2)",
    ]);
    expect(verdicts(await results({ kind: 'stdin' }, 'ruby', 'x = 1\nputs(x', pairs))[0]).toEqual([
      'CE',
      'does not compile: unexpected end-of-input; expected a `)` to close the arguments (line 2)',
    ]);
    expect(verdicts(await results(io, 'python', 'def two_sum(:', pairs))[0]).toEqual([
      'CE',
      'does not compile: SyntaxError: invalid syntax (line 1)',
    ]);
  });

  test('a call with too few arguments has no line of the submission', async () => {
    const [one] = await results(io, 'python', 'def two_sum(nums): return nums', pairs);
    expect(one!.detail).toMatch(/two_sum\(\) takes 1 positional argument but 2 were given$/);
  });

  test('a function that is not there is said so, and no line', async () => {
    const [python] = await results(io, 'python', 'def twoSum(): pass', pairs);
    const [javascript] = await results(io, 'javascript', 'class Solution {}', pairs);
    for (const result of [python!, javascript!]) {
      expect(result.verdict).toBe('RE');
      expect(result.detail).toMatch(
        /there is neither a function two_sum nor a class Solution with a method two_sum$/,
      );
    }
    const [lua] = await results(io, 'lua', 'Solution = {}', pairs);
    expect(lua!.detail).toMatch(
      /there is neither a function two_sum nor a table Solution with a function two_sum$/,
    );
    const [ruby] = await results(io, 'ruby', 'def twoSum() = 1', pairs);
    expect(ruby!.detail).toMatch(
      /there is neither a method two_sum nor a class Solution with a method two_sum \(NameError\)$/,
    );
  });

  test('a program that leaves before the function has returned has no result: PE', async () => {
    const source = 'import sys\ndef two_sum(nums, target):\n  sys.exit(0)';
    expect(verdicts(await results(io, 'python', source, pairs))[0]).toEqual([
      'PE',
      'ended before two_sum returned',
    ]);
  });

  test('a test whose input is no JSON is at fault itself', async () => {
    const all = await results(io, 'python', 'def two_sum(a, b): return 1', [
      ['1\n2 3\n', '1'],
      ['1\n2', '1'],
    ]);
    expect(verdicts(all)).toEqual([
      ['IE', 'the test itself is at fault: line 2 of its input should be an argument as JSON'],
      ['AC', ''],
    ]);
  });
});

describe('what cannot be judged is refused before anything runs', () => {
  test('a language that has no way to be called', async () => {
    const call: Io = { kind: 'call', fn: 'f', starter: '' };
    await expect(results(call, 'cpp', '', [['', '']])).rejects.toThrow(
      'This problem calls a function (f), which C++ cannot do here; choose Python or JavaScript.',
    );
  });

  test('an interactive problem, in a language that cannot wait on a page without cross-origin isolation', async () => {
    const interactor = { language: 'python', source: '', protocol: 'kattis' as const };
    const open = createJudge({ ...runner, isolated: false });
    const task = { ...taskOf({ kind: 'stdin' }, 'lua', '', [['', '']]), interactor };
    await expect(open.judge(task, never)[Symbol.asyncIterator]().next()).rejects.toThrow(
      'This problem is interactive. The submission is in Lua 5.4, which can wait only on a page that is cross-origin isolated',
    );
  });
});
