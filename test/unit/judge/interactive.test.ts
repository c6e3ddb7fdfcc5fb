import { afterAll, describe, expect, test } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeTask } from '../../../src/judge/grade.ts';
import type { JudgeTask } from '../../../src/judge/judge.ts';
import { Transcript } from '../../../src/judge/programs/transcript.ts';
import type { TestResult } from '../../../src/judge/verdict.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
afterAll(() => runner.dispose());
const judge = createJudge(runner);
const never = new AbortController().signal;

/** Thinks of the number that is the test's input, from 1 to 100; allows as many questions as its argument says. */
const GUESS = `
import sys
number = int(open(sys.argv[1]).read())
def leave(message, code):
    with open(sys.argv[3] + 'judgemessage.txt', 'w') as note: note.write(message)
    sys.exit(code)
for n in range(int(sys.argv[4])):
    line = sys.stdin.readline()
    if not line.strip().isdigit(): leave(f'guess {n + 1} is {line.strip()!r}', 43)
    guess = int(line)
    print('correct' if guess == number else 'higher' if guess < number else 'lower', flush=True)
    if guess == number:
        if sys.stdin.read(): leave('more after the right guess', 43)
        leave(f'{n + 1} guesses', 42)
leave('too many guesses', 43)
`;

const BISECT = {
  python: `
low, high = 1, 100
while True:
    middle = (low + high) // 2
    print(middle)
    answer = input()
    if answer == 'correct': break
    if answer == 'higher': low = middle + 1
    else: high = middle - 1
`,
  javascript: `
const lines = require('readline').createInterface({ input: process.stdin });
let low = 1, high = 100, middle;
const ask = () => console.log(middle = (low + high) >> 1);
lines.on('line', (answer) => {
  if (answer === 'correct') return lines.close();
  if (answer === 'higher') low = middle + 1;
  else high = middle - 1;
  ask();
});
ask();
`,
  'javascript-strict': `
const fs = require('fs'), piece = Buffer.alloc(100);
let low = 1, high = 100;
for (let answer = ''; answer !== 'correct';) {
  const middle = (low + high) >> 1;
  console.log(middle);
  answer = piece.subarray(0, fs.readSync(0, piece)).toString().trim();
  if (answer === 'higher') low = middle + 1;
  else high = middle - 1;
}
`,
  lua: `
local low, high = 1, 100
repeat
  local middle = (low + high) // 2
  print(middle)
  io.flush()
  local answer = io.read()
  if answer == "higher" then low = middle + 1 else high = middle - 1 end
until answer == "correct"
`,
  ruby: `
low, high = 1, 100
loop do
  middle = (low + high) / 2
  puts middle
  $stdout.flush
  answer = gets.chomp
  break if answer == 'correct'
  answer == 'higher' ? low = middle + 1 : high = middle - 1
end
`,
};

interface Setting {
  language?: string;
  interactor?: string;
  numbers?: number[];
  change?: Partial<JudgeTask>;
}

async function results(
  source: string,
  { language = 'python', interactor = GUESS, numbers = [37], change = {} }: Setting = {},
): Promise<TestResult[]> {
  const task: JudgeTask = {
    submission: { language, source },
    tests: numbers.map((number, i) => ({
      id: `secret/${i}`,
      input: `${number}\n`,
      answers: ['the answer'],
      origin: 'secret',
    })),
    io: { kind: 'stdin' },
    limits: { timeMs: 500, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: 'tokens', config: {} },
    interactor: { language: 'python', source: interactor, protocol: 'kattis', args: ['7'] },
    ...change,
  };
  return (await gradeTask(judge, task, never)).tests;
}

const only = async (source: string, setting?: Setting): Promise<TestResult> =>
  (await results(source, setting))[0]!;

describe('guess the number', () => {
  test.each(Object.entries(BISECT))(
    'a right %s program is accepted on every test',
    async (language, source) => {
      const all = await results(source, { language, numbers: [50, 1, 100, 37] });
      expect(all.map(({ verdict, detail }) => [verdict, detail])).toEqual(all.map(() => ['AC', '']));
      expect(all[0]!.remark).toBe('1 guesses');
    },
  );

  test('who said what is told', async () => {
    const { transcript } = await only(BISECT.python, { numbers: [75] });
    expect(transcript).toEqual([
      { from: 'submission', text: '50\n' },
      { from: 'interactor', text: 'higher\n' },
      { from: 'submission', text: '75\n' },
      { from: 'interactor', text: 'correct\n' },
    ]);
  });

  test.each([
    [
      'too many questions',
      'for n in range(1, 101):\n  print(n)\n  if input() == "correct": break',
      'too many guesses',
    ],
    ['nonsense', 'print("what?")\ninput()', "guess 1 is 'what?'"],
    ['nothing at all', '', "guess 1 is ''"],
    ['too much', 'for n in range(37, 40): print(n, flush=True)', 'more after the right guess'],
  ])('%s is a wrong answer, in the interactor’s words', async (_what, source, detail) => {
    expect(await only(source)).toMatchObject({ verdict: 'WA', detail });
  });

  test('a submission that dies because it was turned down is wrong, not broken', async () => {
    const source = 'while True:\n  print(0)\n  x = input()\n  assert x in ("higher", "lower"), x';
    expect(await only(source)).toMatchObject({ verdict: 'WA', detail: 'too many guesses' });
  });

  test('a submission that goes on after it was turned down is ended', async () => {
    const source = 'print("x", flush=True)\nwhile True: pass';
    expect(await only(source)).toMatchObject({ verdict: 'WA', detail: "guess 1 is 'x'" });
  });
});

describe('what a submission does wrong by itself', () => {
  test.each([
    [
      'RE',
      'after it was right',
      'print(37)\ninput()\nraise ValueError("late")',
      'exit code 1: ValueError: late (line 3)',
    ],
    ['RE', 'before it has said anything', '1 // 0', 'exit code 1: ZeroDivisionError'],
    ['TLE', 'after it was right', 'print(37)\ninput()\nwhile True: pass', 'still running after 2 s'],
    ['TLE', 'though the interactor waits for it', 'while True: pass', 'still running after 2 s'],
    [
      'OLE',
      'by a flood of words',
      'print(37)\nwhile True: print("x" * 1000, flush=True)',
      'printed more than',
    ],
    [
      'ILE',
      'by waiting for an answer without a question',
      'input()',
      'waits for an answer to what it never sent',
    ],
    [
      'ILE',
      'by not flushing',
      'import sys\nsys.stdout.write("37")\nsys.stdin.readline()',
      'is everything that it prints flushed?',
    ],
  ])('%s %s', async (verdict, _what, source, detail) => {
    const result = await only(source);
    expect([result.verdict, result.detail.includes(detail) || result.detail]).toEqual([verdict, true]);
  });

  test('time that the interactor takes is not the submission’s', async () => {
    const slow = GUESS.replace(
      'number =',
      'import time\nt = time.time()\nwhile time.time() < t + 2.5: pass\nnumber =',
    );
    expect(await only(BISECT.python, { interactor: slow })).toMatchObject({ verdict: 'AC' });
  });
});

describe('an interactor that is at fault itself', () => {
  test.each([
    ['an error', 'input()\nraise ValueError("no such test")', 'should be 42 or 43: ValueError: no such test'],
    ['another exit code', 'input()\nraise SystemExit(7)', 'ended with exit code 7'],
    ['too much output', 'while True: print("x" * 10**6)', 'printed too much'],
  ])('%s is IE', async (_what, interactor, detail) => {
    const result = await only(BISECT.python, { interactor });
    expect(result.verdict).toBe('IE');
    expect(result.detail).toContain(detail);
  });

  test('but a submission that broke before the interactor did is itself to blame', async () => {
    const result = await only('raise ValueError("mine")', { interactor: 'print(input())' });
    expect(result).toMatchObject({ verdict: 'RE' });
  });
});

describe('an interactor with testlib’s protocol', () => {
  const INTERACTOR = `
import sys
print(open(sys.argv[1]).read().strip(), flush=True)
said = input()
print('wrong answer no number' if not said.isdigit() else 'ok', file=sys.stderr)
if not said.isdigit(): sys.exit(1)
print(said, file=open(sys.argv[2], 'w'))
`;
  const change = (answer: string): Partial<JudgeTask> => ({
    tests: [{ id: '1', input: '21\n', answers: [answer], origin: 'secret' }],
    interactor: { language: 'python', source: INTERACTOR, protocol: 'testlib' },
  });

  test('leaves what the checker compares with the answer', async () => {
    const twice = 'print(int(input()) * 2)';
    expect(await only(twice, { change: change('42') })).toMatchObject({ verdict: 'AC' });
    const wrong = await only(twice, { change: change('43') });
    expect(wrong).toMatchObject({
      verdict: 'WA',
      detail: 'line 1, column 1: expected 43, got 42',
      remark: 'ok',
    });
  });

  test('has the last word when it turns the submission down', async () => {
    const result = await only('input()\nprint("x")', { change: change('x') });
    expect(result).toMatchObject({ verdict: 'WA', detail: 'no number' });
  });
});

test('the submission has no file of the interactor’s', async () => {
  const source = 'import os\nprint(os.listdir(), flush=True)';
  const { transcript } = await only(source);
  expect(transcript![0]).toEqual({ from: 'submission', text: '[]\n' });
});

test('a submission that does not compile is CE, and no interactor is asked', async () => {
  expect(await only('if')).toMatchObject({ verdict: 'CE' });
});

describe('a transcript', () => {
  const note = (pieces: [from: 'submission' | 'interactor', text: string][]) => {
    const transcript = new Transcript();
    for (const [from, text] of pieces) transcript.note(from, new TextEncoder().encode(text));
    return transcript.said;
  };

  test('joins what is said without an answer', () => {
    expect(
      note([
        ['submission', 'a'],
        ['submission', 'b\n'],
        ['interactor', 'c'],
      ]),
    ).toEqual([
      { from: 'submission', text: 'ab\n' },
      { from: 'interactor', text: 'c' },
    ]);
  });

  test('keeps the beginning and the end of a long conversation, and tells what it leaves out', () => {
    const said = note(
      Array.from({ length: 5000 }, (_, n) => [n % 2 ? 'interactor' : 'submission', `${n}\n`]),
    );
    const length = said.reduce((sum, { text, omitted = 0 }) => sum + text.length + omitted, 0);
    expect(length).toBe(Array.from({ length: 5000 }, (_, n) => `${n}\n`).join('').length);
    expect(said.map(({ text }) => text).join('').length).toBe(8192);
    expect(said[0]).toEqual({ from: 'submission', text: '0\n' });
    expect(said.at(-1)).toEqual({ from: 'interactor', text: '4999\n' });
    expect(said.filter(({ omitted }) => omitted)).toHaveLength(1);
  });

  test('is whole up to both limits, and keeps a letter whose bytes come apart', () => {
    expect(note([['submission', 'x'.repeat(5000)]])).toEqual([
      { from: 'submission', text: 'x'.repeat(5000) },
    ]);
    const transcript = new Transcript();
    const [a, b] = new TextEncoder().encode('é');
    transcript.note('submission', new Uint8Array([a!]));
    transcript.note('submission', new Uint8Array([b!]));
    expect(transcript.said).toEqual([{ from: 'submission', text: 'é' }]);
  });
});
