import { afterAll, expect, test } from 'vitest';
import { joinPipes, PIECE_BYTES, type Side } from '../../../src/sandbox/pipes.ts';
import type { Prepared, Run } from '../../../src/sandbox/program.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what one end writes the other reads, in order and in pieces', () => {
  const told: [Side, string][] = [];
  const { first, second } = joinPipes((from, piece) => told.push([from, text(piece)]));
  const read: string[] = [];
  first.write(bytes('a'));
  first.write(bytes('b'));
  second.read((piece) => read.push(text(piece)), true);
  second.read((piece) => read.push(text(piece)), true);
  second.read((piece) => read.push(text(piece)), true);
  expect(read).toEqual(['a', 'b']);
  first.write(bytes('c'));
  expect(read).toEqual(['a', 'b', 'c']);
  expect(told).toEqual([
    ['first', 'a'],
    ['first', 'b'],
    ['first', 'c'],
  ]);
});

test('a large piece is cut to what a reading can take', () => {
  const { first, second } = joinPipes();
  first.write(new Uint8Array(PIECE_BYTES + 1));
  const lengths: number[] = [];
  for (let i = 0; i < 2; i++) second.read((piece) => lengths.push(piece.length), true);
  expect(lengths).toEqual([PIECE_BYTES, 1]);
});

test('after the other end has closed there is what it wrote, and then the end', () => {
  const { first, second } = joinPipes();
  first.write(bytes('last'));
  first.close();
  const read: string[] = [];
  for (let i = 0; i < 3; i++) second.read((piece) => read.push(text(piece)), true);
  expect(read).toEqual(['last', '', '']);
});

test('two ends that wait for each other are idle; not if one may go on by itself, or something is on the way', () => {
  const idle: Side[] = [];
  const join = () => {
    const pipes = joinPipes();
    pipes.first.onIdle = () => idle.push('first');
    pipes.second.onIdle = () => idle.push('second');
    return pipes;
  };
  const nothing = (): void => {};
  const one = join();
  one.first.read(nothing, true);
  one.second.read(nothing, false);
  expect(idle).toEqual([]);
  one.second.read(nothing, true);
  expect(idle.sort()).toEqual(['first', 'second']);

  const two = join();
  two.second.write(bytes('on the way'));
  two.second.read(nothing, true);
  two.first.read(nothing, true);
  expect(idle).toHaveLength(2);
});

const signal = new AbortController().signal;
const runner = createNodeRunner();
afterAll(() => runner.dispose());

/** Two programs of a language talk; `limits` are the first one's. */
async function talk(
  [language, first, second]: [language: string, first: string, second: string],
  limits: { timeMs?: number; outputBytes?: number } = {},
): Promise<{ first: Run; second: Run; said: string[] }> {
  const prepare = async (source: string): Promise<Prepared> => {
    const preparation = await runner.prepare({ language, source }, signal);
    if (!preparation.ok) throw new Error(preparation.compileError);
    return preparation.prepared;
  };
  const [one, two] = [await prepare(first), await prepare(second)];
  const said: string[] = [];
  const pipes = joinPipes((from, piece) => said.push(`${from}: ${text(piece).trim()}`));
  const usual = { timeMs: 20_000, outputBytes: 10_000 };
  const [a, b] = await Promise.all([
    one.run({ stdin: '', pipe: pipes.first, limits: { ...usual, ...limits } }, signal),
    two.run({ stdin: '', pipe: pipes.second, limits: usual }, signal),
  ]);
  one.dispose();
  two.dispose();
  return { first: a, second: b, said };
}

const ASKER = {
  python: 'import sys\nfor n in range(3):\n  print(n)\n  print("back", input(), file=sys.stderr)',
  javascript:
    'const read = require("readline").createInterface({ input: process.stdin });\nlet n = 0;\nconst ask = () => console.log(n++);\nread.on("line", (line) => { console.error(line); if (n < 3) ask(); else read.close(); });\nask();',
};
const ANSWERER = {
  python: 'import sys\nfor line in sys.stdin:\n  print(int(line) * 10, flush=True)',
  javascript:
    '(async () => { for await (const line of require("readline").createInterface({ input: process.stdin })) console.log(line * 10); })();',
};

test.each(['python', 'javascript'] as const)(
  'two %s programs ask and answer each other',
  async (language) => {
    const { first, second, said } = await talk([language, ASKER[language], ANSWERER[language]]);
    expect([first.exit, second.exit]).toEqual([
      { kind: 'code', code: 0 },
      { kind: 'code', code: 0 },
    ]);
    expect(said.filter((line) => line.startsWith('second'))).toEqual([
      'second: 0',
      'second: 10',
      'second: 20',
    ]);
  },
);

const WAIT = {
  python: 'input()',
  javascript: 'require("fs").readFileSync(0)',
};

test.each(['python', 'javascript'] as const)('two %s programs that both wait are idle', async (language) => {
  const { first, second } = await talk([language, WAIT[language], WAIT[language]]);
  expect([first.exit, second.exit]).toEqual([
    { kind: 'limit', limit: 'idle' },
    { kind: 'limit', limit: 'idle' },
  ]);
});

test('a program that a timer will wake is not idle', async () => {
  const first =
    'setTimeout(() => { console.log("late"); process.exit(); }, 300);\nprocess.stdin.on("data", () => {});';
  const { said } = await talk(['javascript', first, 'console.error(require("fs").readFileSync(0, "utf8"))']);
  expect(said).toEqual(['first: late']);
});

test('the clock of a program stands while it waits for the other', async () => {
  const slow = 'import time\nt = time.time()\nwhile time.time() < t + 1.5: pass\nprint("now", flush=True)';
  const { first } = await talk(['python', 'input()', slow], { timeMs: 1000 });
  expect(first.exit).toEqual({ kind: 'code', code: 0 });
});

test('a program that computes too long is ended though the other waits, and the other reads its end', async () => {
  const { first, second } = await talk(
    ['python', 'while True: pass', 'import sys\nprint(sys.stdin.read())'],
    {
      timeMs: 300,
    },
  );
  expect(first.exit).toEqual({ kind: 'limit', limit: 'time' });
  expect(second.exit).toEqual({ kind: 'code', code: 0 });
});

test('a program that says too much is ended', async () => {
  const { first, second } = await talk(['python', 'while True: print("x" * 100)', 'while True: input()'], {
    outputBytes: 5000,
  });
  expect(first.exit).toEqual({ kind: 'limit', limit: 'output' });
  expect(second.exit).toEqual({ kind: 'code', code: 1 });
});
