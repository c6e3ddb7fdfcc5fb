import { describe, expect, test } from 'vitest';
import { printing, programs, sharedRunner, traces } from './run-program.ts';

const trace = traces('python');

test('each line tells which variables it changed, in the order in which the lines ended', async () => {
  const source = `n = int(input())
a = list(map(int, input().split()))
t = 0
for x in a:
    if x > 1:
        t += x
def f(k):
    if k < 2:
        return k
    return f(k - 1) + f(k - 2)
d = {}
d[3] = f(2)
a.sort(key=lambda x: -x)
print(t)`;
  expect(await trace(source, '2\n1 3\n')).toEqual([
    '1: n = 2',
    '2: a = [1, 3]',
    '3: t = 0',
    '4: x = 1',
    '5: ',
    '4: x = 3',
    '5: ',
    '6: t = 3',
    '4: ',
    '7: ',
    '11: d = {}',
    '7 f: k = 2',
    '8 f: ',
    '7 f: k = 1',
    '8 f: ',
    '9 f: return = 1',
    '7 f: k = 0',
    '8 f: ',
    '9 f: return = 0',
    '10 f: return = 1',
    '12: d = {3: 1}',
    '13: a = [3, 1]',
    '14: ',
  ]);
});

test('an error stands on the line that it left, in every function that it left', async () => {
  const lines = await trace('def f(a):\n    return a[5]\nf([1])', '');
  expect(lines.slice(-2)).toEqual([
    "2 f: error = IndexError: 'list index out of range'",
    "3: error = IndexError: 'list index out of range'",
  ]);
});

test('functions that change what stands around them tell so, and generators', async () => {
  const source =
    'seen = []\ndef visit(v):\n    seen.append(v)\ndef count(n):\n    for i in range(n):\n        yield i\nfor v in count(2):\n    visit(v)';
  const lines = await trace(source, '');
  expect(lines.filter((line) => line.includes('seen'))).toEqual([
    '1: seen = []',
    '3 visit: seen = [0]',
    '3 visit: seen = [0, 1]',
  ]);
  expect(lines.filter((line) => line.startsWith('7:'))).toEqual(['7: v = 0', '7: v = 1', '7: ']);
});

describe('hostile programs', () => {
  test('values are cut, and nothing of the program’s own is run to show them', async () => {
    const source = `class P:
    def __init__(self): self.x = 1
    def __repr__(self): raise SystemExit(3)
    def __eq__(self, other): raise SystemExit(4)
    @property
    def __class__(self): raise SystemExit(5)
class L(list):
    def __iter__(self): raise SystemExit(6)
    def __len__(self): raise SystemExit(7)
p = P()
q = [p] * 1000
m = L([1, 2])
u = 10 ** 100000
s = 'ab' * 10 ** 6
r = []
r.append(r)
t = tuple([[[[[[1]]]]]])
print('done')`;
    const lines = await trace(source, '');
    for (const line of lines) expect(line.length).toBeLessThan(260);
    expect(lines).toContain('10: p = P(x=1)');
    expect(lines).toContain('12: m = [1, 2]');
    expect(lines).toContain('13: u = <332193 bits>');
    expect(lines).toContain('16: r = [[[...]]]');
    expect(lines.at(-1)).toBe('18: ');
  });

  test('a program that breaks the tracer’s names or takes its place ends as it would untraced', async () => {
    const printsTraced = printing(programs('python', { trace: true }));
    expect(
      await printsTraced('import sys, builtins\nsys.settrace(None)\nprint(len("ab"))\nprint(3)'),
    ).toEqual(['2\n3\n']);
    expect(
      await printsTraced(
        'import builtins\nbuiltins.isinstance = builtins.issubclass = None\nx = 1\nprint(x)',
      ),
    ).toEqual(['1\n']);
  });

  test('of a long run the first lines and the last that were looked at are kept, and the program runs on', async () => {
    const lines = await trace('i = 0\nwhile i < 10**6:\n    i += 1\nprint(i)', '');
    expect(lines.length).toBe(1000);
    expect(lines[2]).toBe('3: i = 1');
    expect(lines.at(-1)).toMatch(/^(2: |3: i = \d+)$/);
  });

  test('a program that never ends leaves its trace before it is ended', async () => {
    const signal = new AbortController().signal;
    const preparation = await sharedRunner().prepare(
      { language: 'python', source: 'i = 0\nwhile True:\n    i += 1' },
      signal,
    );
    if (!preparation.ok) throw new Error(preparation.compileError);
    const limits = { timeMs: 5000, outputBytes: 1000 };
    const { exit, trace: taken } = await preparation.prepared.run({ stdin: '', limits, trace: true }, signal);
    preparation.prepared.dispose();
    expect(exit).toEqual({ kind: 'limit', limit: 'time' });
    expect(taken!.whole).toBe(false);
    expect(taken!.steps[1]).toMatchObject({ at: 1, line: 2 });
  });
});

describe('a traced program does what it does untraced', () => {
  const prints = printing(programs('python'));
  const printsTraced = printing(programs('python', { trace: true }));
  test.each([
    [
      'output by every way, in order',
      'import sys, os\nprint("a")\nsys.stdout.write("b\\n")\nsys.stdout.flush()\nsys.stdout.buffer.write(b"c\\n")\nsys.stdout.buffer.flush()\nos.write(1, b"d\\n")\nprint(input())',
    ],
    [
      'deep recursion',
      'import sys\nsys.setrecursionlimit(10**6)\ndef f(n): return 0 if n == 0 else f(n - 1) + 1\nprint(f(3000))',
    ],
    [
      'caches',
      'import functools\n@functools.cache\ndef f(n): return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(90))',
    ],
    [
      'a main in a thread',
      'import threading\ndef main(): print("main", input())\nt = threading.Thread(target=main)\nt.start()\nt.join()',
    ],
    [
      'exceptions and finally',
      'try:\n    int("x")\nexcept ValueError as e:\n    print(e)\nfinally:\n    print("f")',
    ],
    ['two runs in one interpreter', 'import builtins\nprint(hasattr(builtins, "seen"))\nbuiltins.seen = 1'],
  ])('%s', async (_name, source) => {
    const plain = await prints(source, '3\n', '3\n');
    expect(await printsTraced(source, '3\n', '3\n')).toEqual(plain);
  });
});
