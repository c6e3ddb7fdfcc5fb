import { afterAll, describe, expect, test } from 'vitest';
import { createJudge } from '../../src/judge/create-judge.ts';
import { gradeTask } from '../../src/judge/grade.ts';
import type { JudgeTask } from '../../src/judge/judge.ts';
import type { JudgeProgram } from '../../src/judge/problem.ts';
import type { TestResult } from '../../src/judge/verdict.ts';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';

// This page is not cross-origin isolated: programs wait suspended, or by events.
const runner = createBrowserRunner();
afterAll(() => runner.dispose());
const judge = createJudge(runner);
const never = new AbortController().signal;

/** Kattis's protocol; thinks of the number that is the test's input. */
const GUESS: Record<string, string> = {
  python: `
import sys
number = int(open(sys.argv[1]).read())
for line in sys.stdin:
    guess = int(line)
    print('correct' if guess == number else 'higher' if guess < number else 'lower', flush=True)
    if guess == number: sys.exit(42)
open(sys.argv[3] + 'judgemessage.txt', 'w').write('no more guesses')
sys.exit(43)
`,
  cpp: `
#include <bits/stdc++.h>
using namespace std;
int main(int argc, char **argv) {
  ifstream in(argv[1]);
  int number, guess;
  in >> number;
  while (cin >> guess) {
    cout << (guess == number ? "correct" : guess < number ? "higher" : "lower") << endl;
    if (guess == number) return 42;
  }
  ofstream(string(argv[3]) + "judgemessage.txt") << "no more guesses";
  return 43;
}
`,
};

const BISECT: Record<string, string> = {
  python: `
low, high = 1, 1000
while True:
    middle = (low + high) // 2
    print(middle)
    answer = input()
    if answer == 'correct': break
    if answer == 'higher': low = middle + 1
    else: high = middle - 1
`,
  cpp: `
#include <iostream>
#include <string>
int main() {
  int low = 1, high = 1000;
  for (std::string answer; answer != "correct";) {
    int middle = (low + high) / 2;
    std::cout << middle << std::endl;
    std::cin >> answer;
    if (answer == "higher") low = middle + 1;
    else high = middle - 1;
  }
}
`,
  ruby: `
low, high = 1, 1000
loop do
  middle = (low + high) / 2
  puts middle
  $stdout.flush
  answer = gets.chomp
  break if answer == 'correct'
  answer == 'higher' ? low = middle + 1 : high = middle - 1
end
`,
  javascript: `
const lines = require('readline').createInterface({ input: process.stdin });
let low = 1, high = 1000, middle;
const ask = () => console.log(middle = (low + high) >> 1);
lines.on('line', (answer) => {
  if (answer === 'correct') return lines.close();
  if (answer === 'higher') low = middle + 1;
  else high = middle - 1;
  ask();
});
ask();
`,
};

async function results(
  language: string,
  source: string,
  interactor: Partial<JudgeProgram> = {},
  change: Partial<JudgeTask> = {},
): Promise<TestResult[]> {
  const task: JudgeTask = {
    submission: { language, source },
    tests: ['500', '1', '777'].map((input, i) => ({
      id: `secret/${i}`,
      input: `${input}\n`,
      answers: [''],
      origin: 'secret',
    })),
    io: { kind: 'stdin' },
    limits: { timeMs: 1000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: 'tokens', config: {} },
    interactor: { language: 'python', source: GUESS['python']!, protocol: 'kattis', ...interactor },
    ...change,
  };
  return (await gradeTask(judge, task, never)).tests;
}

const told = (all: TestResult[]) => all.map(({ verdict, detail }) => [verdict, detail].join(' ').trim());

test('the page is not isolated, so nothing here waits in shared memory', () => {
  expect(crossOriginIsolated).toBe(false);
});

describe('guess the number', () => {
  test.each([
    ['python', 'python'],
    ['javascript', 'python'],
    ['cpp', 'cpp'],
    ['python', 'cpp'],
    ['ruby', 'python'],
    ['javascript-strict', 'python'],
  ])('a right program in %s talks with an interactor in %s', async (language, other) => {
    const all = await results(language, BISECT[language.replace('-strict', '')]!, {
      language: other,
      source: GUESS[other]!,
    });
    expect(told(all)).toEqual(['AC', 'AC', 'AC']);
    expect(all[0]!.transcript).toEqual([
      { from: 'submission', text: '500\n' },
      { from: 'interactor', text: 'correct\n' },
    ]);
  });
});

const ECHO = `
import sys
print('first line\\nsecond line\\nthird line', flush=True)
said = sys.stdin.read()
sys.exit(42 if said == 'first line|second line|third line' else 43)
`;

test.each([
  ['input()', 'print(input(), input(), input(), sep="|", end="")'],
  ['sys.stdin.readline', 'print(*(sys.stdin.readline().strip() for _ in range(3)), sep="|", end="")'],
  [
    'sys.stdin itself',
    'import itertools\nprint("|".join(x.strip() for x in itertools.islice(sys.stdin, 3)), end="")',
  ],
  [
    'sys.stdin.buffer',
    'print("|".join(sys.stdin.buffer.readline().decode().strip() for _ in range(3)), end="")',
  ],
  ['open(0)', 'f = open(0)\nprint(*(f.readline().strip() for _ in range(3)), sep="|", end="")'],
  ['os.read', 'import os\nprint(os.read(0, 1000).decode().strip().replace("\\n", "|"), end="")'],
])('Python reads what the other says by %s', async (_what, source) => {
  const [first] = await results('python', `import sys\n${source}`, { source: ECHO });
  expect(first).toMatchObject({ verdict: 'AC' });
});

test.each([
  ['for await', 'for await (const line of lines) { said.push(line); if (said.length === 3) break; }'],
  [
    'question',
    'for (let i = 0; i < 3; i++) said.push(await new Promise((answer) => lines.question("", answer)));',
  ],
  [
    'line events',
    'await new Promise((done) => lines.on("line", (line) => { said.push(line); if (said.length === 3) done(); }));',
  ],
])('JavaScript reads what the other says by %s', async (_what, piece) => {
  const source = `(async () => {
const lines = require('readline').createInterface({ input: process.stdin });
const said = [];
${piece}
lines.close();
process.stdout.write(said.join('|'));
})()`;
  const [first] = await results('javascript', source, { source: ECHO });
  expect(first).toMatchObject({ verdict: 'AC' });
});

describe('what goes wrong', () => {
  test.each([
    ['ILE', 'both wait', 'input()', 'waits for an answer'],
    ['RE', 'the submission dies', 'raise ValueError("here")', 'ValueError: here'],
    ['WA', 'the submission says nothing', '', 'no more guesses'],
    ['IE', 'the interactor dies', 'print("x")', 'invalid literal for int()'],
    ['TLE', 'the submission computes without end', 'while True: pass', 'still running after 4 s'],
    ['OLE', 'the submission floods', 'while True: print(1, "x" * 1000)', 'printed more than'],
  ])('%s when %s', async (verdict, _what, source, detail) => {
    const [first] = await results('python', source, {}, { stopAtFailure: true });
    expect([first!.verdict, first!.detail]).toEqual([verdict, expect.stringContaining(detail)]);
  });

  test('JavaScript that waits by name is told to wait by events', async () => {
    const [first] = await results('javascript', 'require("fs").readFileSync(0)');
    expect(first!.verdict).toBe('RE');
    expect(first!.stderr).toContain(
      'needs a page that is cross-origin isolated, which this one is not; read line by line',
    );
  });

  test('languages that can only wait in shared memory are refused before anything runs', async () => {
    await expect(results('lua', 'print(io.read())')).rejects.toThrow(
      /The submission is in Lua 5.4, .*Cross-Origin-Opener-Policy: same-origin .*or choose one of: Python 3/,
    );
  });
});

describe('a submission that says it waits and computes on', () => {
  // It gets hold of its worker's port by what that is made of.
  const LIE = `
const { postMessage } = MessagePort.prototype;
let port;
MessagePort.prototype.postMessage = function (...message) {
  port = this;
  postMessage.apply(this, message);
};
console.error('caught');
const say = (message) => postMessage.call(port, message);
`;
  const claim = "say({ type: 'reading', shared: false, received: 0 });\nfor (;;);";

  test.each([
    ['nothing said: ILE', claim, 'ILE'],
    ['shared memory that there is not: ILE', claim.replace('false', 'true'), 'ILE'],
    ['something said, and answered: TLE', `console.log(1);\n${claim}`, 'TLE'],
    ['many times: ILE', `for (let i = 0; i < 1e4; i++) ${claim.split('\n')[0]}\nfor (;;);`, 'ILE'],
    [
      'as if it had read what was never sent: TLE',
      "console.log(1);\nsay({ type: 'reading', shared: false, received: 9 });\nfor (;;);",
      'TLE',
    ],
  ])('%s', async (_what, source, verdict) => {
    const [first] = await results('javascript', LIE + source, {}, { stopAtFailure: true });
    expect(first!.verdict).toBe(verdict);
  });

  test('wins nothing for the next', async () => {
    expect(told(await results('javascript', BISECT['javascript']!))).toEqual(['AC', 'AC', 'AC']);
  });
});

test('a checker never has the worker of a submission', async () => {
  const plant = 'import js\njs.planted = "by the submission"\nprint(1)';
  const look = `
import sys, js
with open(sys.argv[3] + 'judgemessage.txt', 'w') as note: note.write(str(hasattr(js, 'planted')))
js.planted = 'by the checker'
sys.exit(42)
`;
  const program: JudgeProgram = { language: 'python', source: look, protocol: 'kattis' };
  const plain = { ...(await taskWith(plant)), checker: { id: 'program', config: {}, program } };
  const remarks: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { tests } = await gradeTask(judge, plain, never);
    remarks.push(...tests.map(({ verdict, remark }) => `${verdict} ${remark}`));
  }
  expect(remarks).toEqual(['AC False', 'AC False']);
  const spy = 'import js\nassert not hasattr(js, "planted")\nprint(1)';
  const after = await gradeTask(judge, { ...plain, submission: { language: 'python', source: spy } }, never);
  expect(after.verdict).toBe('AC');
});

async function taskWith(source: string): Promise<JudgeTask> {
  return {
    submission: { language: 'python', source },
    tests: [{ id: '1', input: '', answers: [''], origin: 'secret' }],
    io: { kind: 'stdin' },
    limits: { timeMs: 5000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: 'tokens', config: {} },
  };
}
