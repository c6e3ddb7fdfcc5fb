import { describe, expect, test } from 'vitest';
import { printing, programs } from './run-program.ts';

const python = programs('python');
const prints = printing(python);

describe('every way in which contest programs read their input', () => {
  test.each([
    ['input()', 'n = int(input())\nprint(sum(int(input()) for _ in range(n)))'],
    [
      'input() until EOFError',
      's = 0\ninput()\ntry:\n  while True: s += int(input())\nexcept EOFError: print(s)',
    ],
    ['sys.stdin', 'import sys\nnext(sys.stdin)\nprint(sum(int(x) for x in sys.stdin))'],
    ['sys.stdin.read', 'import sys\nprint(sum(map(int, sys.stdin.read().split()[1:])))'],
    [
      'sys.stdin.readline',
      'import sys\ninput = sys.stdin.readline\nprint(sum(int(input()) for _ in range(int(input()))))',
    ],
    ['sys.stdin.buffer', 'import sys\nprint(sum(map(int, sys.stdin.buffer.read().split()[1:])))'],
    ['open(0)', 'print(sum(map(int, open(0).read().split()[1:])))'],
    ['os.read', 'import os\nprint(sum(map(int, os.read(0, 10**6).split()[1:])))'],
    ['fileinput', 'import fileinput\nprint(sum(map(int, list(fileinput.input())[1:])))'],
  ])('%s', async (_name, source) => {
    expect(await prints(source, '2\n30\n4\n', '1\n5\n')).toEqual(['34\n', '5\n']);
  });
});

test('output by print, sys.stdout, its buffer and os.write comes in order when flushed', async () => {
  const source =
    'import sys, os\nprint("a", flush=True)\nsys.stdout.write("b\\n")\nsys.stdout.flush()\n' +
    'sys.stdout.buffer.write(b"c\\n")\nsys.stdout.buffer.flush()\nos.write(1, b"d\\n")';
  expect(await prints(source)).toEqual(['a\nb\nc\nd\n']);
});

test('sys.exit, exit and an uncaught error give their exit codes', async () => {
  const codes = [
    'import sys\nsys.exit(3)',
    'exit()',
    'import sys\nsys.exit("bad")',
    'raise ValueError("no")',
  ];
  const runs = await Promise.all(codes.map((source) => python(source, '')));
  expect(runs.map(([run]) => run!.exit)).toEqual([3, 0, 1, 1].map((code) => ({ kind: 'code', code })));
  expect(runs[2]![0]!.stderr).toBe('bad\n');
  expect(runs[3]![0]!.stderr).toBe(
    'Traceback (most recent call last):\n  File "main.py", line 1, in <module>\n    raise ValueError("no")\nValueError: no\n',
  );
});

describe('deep recursion', () => {
  test('plain functions go 100,000 deep', async () => {
    const source =
      'import sys\nsys.setrecursionlimit(10**6)\ndef f(n): return 0 if n == 0 else f(n - 1) + 1\nprint(f(100000))';
    expect(await prints(source)).toEqual(['100000\n']);
  });

  test.each(['@functools.lru_cache(None)', '@functools.lru_cache(maxsize=10**6)', '@functools.cache'])(
    '%s goes 20,000 deep, and keeps what it knows',
    async (decorator) => {
      const source =
        `import sys, functools\nsys.setrecursionlimit(10**6)\n${decorator}\n` +
        'def f(n): return 0 if n == 0 else f(n - 1) + 1\nprint(f(20000), f(20000), f.cache_info().hits)';
      expect(await prints(source)).toEqual(['20000 20000 1\n']);
    },
  );

  test('main in a thread with a larger stack runs', async () => {
    const source =
      'import sys, threading\ndef main(): print("main", input())\nthreading.stack_size(2**27)\n' +
      't = threading.Thread(target=main)\nt.start()\nt.join()';
    expect(await prints(source, 'x\n')).toEqual(['main x\n']);
  });

  test('without end is a RecursionError', async () => {
    const [run] = await python('def f(): f()\nf()', '');
    expect(run!.stderr).toMatch(/RecursionError: maximum recursion depth exceeded/);
  });
});

describe('one test leaves nothing for the next test of the submission', () => {
  test.each([
    ['globals', 'print(globals().get("seen"))\nseen = 1', 'None'],
    ['names patched in a module', 'import math\nprint(hasattr(math, "seen"))\nmath.seen = 1', 'False'],
    ['builtins', 'import builtins\nprint(len("ab"))\nbuiltins.len = lambda x: 0', '2'],
    ['modules it loaded', 'import sys\nprint("wave" in sys.modules)\nimport wave', 'False'],
    ['the environment', 'import os\nprint(os.environ.get("SEEN"))\nos.environ["SEEN"] = "1"', 'None'],
    ['files', 'import os\nprint(os.listdir("."))\nopen("seen", "w").write("1")\nos.makedirs("a/b")', '[]'],
    ['the working directory', 'import os\nprint(os.getcwd())\nos.chdir("/")', '/home/pyodide'],
    [
      'the recursion limit',
      'import sys\nprint(sys.getrecursionlimit())\nsys.setrecursionlimit(9000)',
      '2000',
    ],
    ['random numbers', 'import random\nrandom.random()\nprint(random.randint(1, 10**9))', null],
    [
      'closed streams',
      'import os, sys\nprint("ok")\nsys.stdout.flush()\nsys.stdin.close()\nos.close(0)\nos.close(1)',
      'ok',
    ],
    ['replaced streams', 'import sys, io\nprint("ok")\nsys.stdin = sys.stdout = io.StringIO()', 'ok'],
    ['exit handlers', 'import atexit\natexit.register(print, "bye")\nprint("ok")', 'ok\nbye'],
    ['the JavaScript around it', 'import js\nprint(hasattr(js, "seen"))\njs.seen = 1', 'False'],
    [
      'the JavaScript around it, by another way',
      'from pyodide.code import run_js\nprint(run_js("globalThis.n = (globalThis.n || 0) + 1"))',
      '1',
    ],
    [
      'decimal precision',
      'import decimal\nprint(decimal.getcontext().prec)\ndecimal.getcontext().prec = 5',
      '28',
    ],
  ])('%s', async (_what, source, expected) => {
    const [first, second] = await prints(source, '', '');
    expect(second).toBe(first);
    if (expected !== null) expect(first).toBe(`${expected}\n`);
  });
});

test('the modules that contests use are there', async () => {
  const names =
    'array bisect cmath collections copy dataclasses datetime decimal fractions functools heapq io itertools json math ' +
    'operator os queue random re statistics string struct sys textwrap threading time typing';
  expect(await prints(`import ${names.replaceAll(' ', ', ')}\nprint(heapq.nsmallest(1, [3, 2]))`)).toEqual([
    '[2]\n',
  ]);
});

test('a run may write 64 MiB of files, and the next test as much again', async () => {
  const source =
    'f = open("a", "wb")\ntry:\n  for i in range(100): f.write(b"x" * 2**20); f.flush()\n' +
    'except OSError as e: print(i > 30, e.strerror)';
  expect(await prints(source, '', '')).toEqual(Array(2).fill('True No space left on device\n'));
});

test('a 64-bit machine’s sys.maxsize, and numbers without end', async () => {
  expect(await prints('import sys\nprint(sys.maxsize == 2**63 - 1, 2**100)')).toEqual([
    'True 1267650600228229401496703205376\n',
  ]);
});

test('text that is not ASCII goes in and out as UTF-8', async () => {
  expect(await prints('print(input()[::-1])', 'żółw\n')).toEqual(['włóż\n']);
});
