import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import { joinPipes } from '../../src/sandbox/pipes.ts';
import type { Program, Run, RunInput } from '../../src/sandbox/program.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 64 * 1024, memoryBytes: 64 * 2 ** 20 };
const ok = { kind: 'code', code: 0 };

afterAll(() => runner.dispose());
beforeAll(() => runner.warm('cpp'), 180_000);

/** Compiles the program once and runs it on each input. */
async function runAll(program: Program, ...inputs: Partial<RunInput>[]): Promise<Run[]> {
  const preparation = await runner.prepare(program, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const input of inputs) {
    runs.push(await preparation.prepared.run({ stdin: '', limits, ...input }, signal));
  }
  preparation.prepared.dispose();
  return runs;
}

const cpp = async (source: string, input: Partial<RunInput> = {}): Promise<Run> =>
  (await runAll({ language: 'cpp', source }, input))[0]!;

async function compileErrorOf(program: Program): Promise<string> {
  const preparation = await runner.prepare(program, signal);
  return preparation.ok ? 'it compiles' : preparation.compileError;
}

test('C reads and prints through stdio, test after test', async () => {
  const source =
    '#include <stdio.h>\nint main() { int a, b; scanf("%d%d", &a, &b); printf("%d\\n", a + b); }';
  const runs = await runAll({ language: 'c', source }, { stdin: '1 2' }, { stdin: '30 4' });
  expect(runs.map(({ stdout, stderr, exit }) => [stdout, stderr, exit])).toEqual([
    ['3\n', '', ok],
    ['34\n', '', ok],
  ]);
});

test('C++ has the whole library by one header, with GNU’s __gcd and __lg, 128-bit integers and long doubles', async () => {
  const { stdout, exit } = await cpp(
    `#include <bits/stdc++.h>
using namespace std;
int main() {
  ios::sync_with_stdio(false);
  int n;
  cin >> n;
  vector<int> v(n);
  for (auto &x : v) cin >> x;
  ranges::sort(v, greater{});
  map<string, int> counts;
  for (int x : v) counts[to_string(x)]++;
  for (auto &[key, count] : counts) cout << key << ':' << count << ' ';
  __int128 big = 1;
  for (int i = 0; i < 30; i++) big *= 10;
  cout << (long long)(big / 1000000000000) << ' ' << __gcd(12, 18) << ' ' << __lg(1000) << '\\n';
  cout << setprecision(20) << 1.0L / 3 << endl;
  printf("%.20Lf %lld\\n", 1.0L / 3, 1LL << 40);
}`,
    { stdin: '3\n5 7 5\n' },
  );
  expect([exit, stdout]).toEqual([
    ok,
    '5:2 7:1 1000000000000000000 6 9\n0.33333333333333333333\n0.33333333333333333333 1099511627776\n',
  ]);
});

test('one run’s globals, files and memory are not the next one’s', async () => {
  const source = `#include <bits/stdc++.h>
int runs;
std::vector<int> kept;
int main() {
  runs++;
  kept.push_back(runs);
  std::ifstream before("left.txt");
  std::cout << runs << kept.size() << before.is_open();
  std::ofstream("left.txt") << "here";
}`;
  const runs = await runAll({ language: 'cpp', source }, {}, {});
  expect(runs.map(({ stdout }) => stdout)).toEqual(['110', '110']);
});

test('files are read and written by C’s and C++’s means, arguments are given, the exit code is main’s', async () => {
  const source = `#include <bits/stdc++.h>
int main(int argc, char **argv) {
  freopen("in.txt", "r", stdin);
  int a, b;
  scanf("%d%d", &a, &b);
  std::ofstream("feedback/sum.txt") << a + b << std::endl;
  FILE *out = fopen("out.txt", "w");
  for (int i = 1; i < argc; i++) fprintf(out, "[%s]", argv[i]);
  fclose(out);
  return 42;
}`;
  const files = { given: { 'in.txt': '3 4\n' }, wanted: ['out.txt', 'feedback/', 'never.txt'] };
  const [run] = await runAll({ language: 'cpp', source }, { files, argv: ['one', 'two words'] });
  expect([run!.exit, run!.files]).toEqual([
    { kind: 'code', code: 42 },
    { 'out.txt': '[one][two words]', 'feedback/sum.txt': '7\n' },
  ]);
});

describe('exceptions', () => {
  test('are thrown, caught by type and thrown again, also those of the library, and unwind what they pass', async () => {
    const { stdout } = await cpp(`#include <bits/stdc++.h>
using namespace std;
struct Guard { const char *name; ~Guard() { cout << '~' << name << ' '; } };
struct Base { virtual ~Base() {} };
struct Derived : virtual Base { int value = 7; };
int fail(int how) {
  Guard guard{"guard"};
  if (how == 0) throw 42;
  if (how == 1) throw runtime_error("boo");
  if (how == 2) throw Derived();
  if (how == 3) return stoi("none");
  return vector<int>(3).at(how);
}
int again(int how) {
  try { return fail(how); } catch (int) { cout << "again "; throw; }
}
int main() {
  for (int how = 0; how < 5; how++) {
    try { again(how); }
    catch (int value) { cout << value << '\\n'; }
    catch (const out_of_range &) { cout << "range\\n"; }
    catch (const exception &e) { cout << e.what() << '\\n'; }
    catch (Base &base) { cout << dynamic_cast<Derived &>(base).value << '\\n'; }
  }
  try { Base base; cout << dynamic_cast<Derived &>(base).value; } catch (const bad_cast &) { cout << "cast\\n"; }
  try { volatile size_t all = -1; void *volatile kept = new char[all]; cout << kept; } catch (const bad_alloc &) { cout << "alloc\\n"; }
  exception_ptr kept;
  try { throw logic_error("kept"); } catch (...) { kept = current_exception(); }
  try { rethrow_exception(kept); } catch (const logic_error &e) { cout << e.what() << uncaught_exceptions() << endl; }
}`);
    expect(stdout).toBe(
      '~guard again 42\n~guard boo\n~guard 7\n~guard stoi: no conversion\n~guard range\ncast\nalloc\nkept0\n',
    );
  });

  test('that nobody catches end the program, which says what they were', async () => {
    const { exit, stderr } = await cpp(
      '#include <stdexcept>\nint main() { throw std::runtime_error("no such edge"); }',
    );
    expect([exit, stderr]).toEqual([
      { kind: 'code', code: 134 },
      "terminate called after throwing an instance of 'std::runtime_error': no such edge\n",
    ]);
  });

  test('exit ends the program where it is called, and unwinds nothing', async () => {
    const { exit, stdout } = await cpp(`#include <cstdio>
#include <cstdlib>
struct Guard { ~Guard() { puts("unwound"); } };
void leave() { Guard guard; exit(3); }
int main() { Guard guard; try { leave(); } catch (...) { puts("caught"); } }`);
    expect([exit, stdout]).toEqual([{ kind: 'code', code: 3 }, '']);
  });
});

describe('a program that fails says why on standard error, with the code of a native signal', () => {
  test.each([
    [
      'an assertion',
      '#include <cassert>\nint main(int n, char **) { assert(n == 2); }',
      134,
      /n == 2.*main\.cpp/,
    ],
    [
      'an exception before main',
      'int fail() { throw 1; }\nint early = fail();\nint main() {}',
      134,
      /^terminate called: .* before or after main/,
    ],
    ['abort', '#include <cstdlib>\nint main() { abort(); }', 134, /^Aborted\n$/],
    ['a division by zero', 'int main(int n, char **) { return 5 / (n - 1); }', 136, /^Division by zero/],
    [
      'an index out of all memory',
      'int v[9];\nint main(int n, char **) { return v[n * 500000000]; }',
      139,
      /^Memory access out of bounds/,
    ],
    [
      'a call through nothing',
      'int main(int n, char **) { int (*f)() = n == 1 ? nullptr : (int (*)())1; return f(); }',
      139,
      /^A call through a function pointer/,
    ],
  ])('%s', async (_what, source, code, message) => {
    const { exit, stderr } = await cpp(source);
    expect(exit).toEqual({ kind: 'code', code });
    expect(stderr).toMatch(message);
  });

  test('and names the functions that were under way', async () => {
    const { stderr } = await cpp(`#include <cstdio>
struct Graph { int degree(int n) const; };
__attribute__((noinline)) int Graph::degree(int n) const { return 7 / n; }
int main() { int n; if (scanf("%d", &n) != 1) n = 0; printf("%d", Graph().degree(n)); }`);
    expect(stderr).toBe('Division by zero (integers)\n    at Graph::degree(int) const\n    at main\n');
  });
});

describe('memory', () => {
  const take = (call: string): string =>
    `#include <cstdlib>\nvoid *volatile kept;\nint main() { for (;;) kept = ${call}; }`;

  test.each([
    ['new', take('new char[1 << 20]')],
    ['malloc', take('malloc(1 << 20)')],
    [
      'an array that is larger than the limit',
      'volatile int v[1 << 25];\nint main(int n, char **) { return v[n]; }',
    ],
  ])('asked for by %s is refused at the limit', async (_what, source) => {
    expect((await cpp(source)).exit).toEqual({ kind: 'limit', limit: 'memory' });
  });

  test('is reported as it was at its highest, without the stack', async () => {
    const run = await cpp(
      '#include <vector>\nvoid *volatile kept;\nint main() { std::vector<char> v(20 << 20, 1); kept = v.data(); }',
    );
    expect(run.exit).toEqual(ok);
    expect(run.memoryBytes).toBeGreaterThan(20 * 2 ** 20);
    expect(run.memoryBytes).toBeLessThan(24 * 2 ** 20);
  });
});

describe('recursion a million calls deep', () => {
  test.each([
    [
      'of one function',
      `#include <cstdio>
int next_of[1000001];
int depth(int at) { return at == 0 ? 0 : 1 + depth(next_of[at]) % 1000003; }
int main() { for (int i = 1; i <= 1000000; i++) next_of[i] = i - 1; printf("%d\\n", depth(1000000)); }`,
    ],
    [
      'through std::function, with locals in memory',
      `#include <bits/stdc++.h>
int main() {
  std::function<int(int, int *)> depth = [&](int n, int *above) {
    int here = *above + 1;
    return n == 0 ? here : depth(n - 1, &here) + (here < 0);
  };
  int none = -1;
  std::cout << depth(1000000, &none) << std::endl;
}`,
    ],
    [
      'that ends in an exception',
      `#include <cstdio>
int thrown;
int depth(int n) { if (n == 0) throw 1000000; thrown = depth(n - 1) + n; return thrown; }
int main() { try { depth(1000000); } catch (int n) { printf("%d\\n", n); } }`,
    ],
  ])('%s', async (_what, source) => {
    const run = await cpp(source, { limits: { ...limits, memoryBytes: 256 * 2 ** 20 } });
    expect([run.stdout, run.exit, run.stderr]).toEqual(['1000000\n', ok, '']);
  });

  test('without end is a runtime error, and the next test is right', async () => {
    const source = `#include <cstdio>
int depth(int n) { return n == 0 ? 0 : depth(n - 1) % 1000003 + 1; }
int main() { int n; scanf("%d", &n); printf("%d\\n", depth(n)); }`;
    const [endless, next] = await runAll(
      { language: 'cpp', source },
      { stdin: '-1', limits: { ...limits, timeMs: 5000 } },
      { stdin: '20000' },
    );
    expect(endless!.exit.kind).not.toBe('crash');
    expect(endless!.exit).not.toEqual(ok);
    expect([next!.stdout, next!.exit]).toEqual(['20000\n', ok]);
  });
});

test('clang’s messages name the line of the program’s own file, and nothing beside them', async () => {
  const source =
    '#include <vector>\nint main() {\n  int x = missing;\n  std::vector<int> v;\n  v.push(3);\n}\n';
  expect(
    await compileErrorOf({ language: 'cpp', source }),
  ).toBe(`main.cpp:3:11: error: use of undeclared identifier 'missing'
    3 |   int x = missing;
      |           ^~~~~~~
main.cpp:5:5: error: no member named 'push' in 'std::vector<int>'
    5 |   v.push(3);
      |   ~ ^`);
  expect(await compileErrorOf({ language: 'c', source: 'int main() { return x; }' })).toMatch(
    /^main\.c:1:21: error: /,
  );
  expect(
    await compileErrorOf({ language: 'cpp', source: '#include "/etc/passwd"\n#include "../x.h"\n' }),
  ).toMatch(/main\.cpp:1:10: fatal error: '\/etc\/passwd' file not found/);
  expect(await compileErrorOf({ language: 'c', source: 'void f(void);\nint main() { f(); }' })).toMatch(
    /undefined symbol: f/,
  );
});

test('a name of a header that was not asked for is no error', async () => {
  const run = await cpp(
    '#include <cstdio>\nusing namespace std;\nstruct regex { int n; };\nint y1 = 1;\nint main() { regex r{y1}; printf("%d", r.n); }',
  );
  expect(run.stdout).toBe('1');
});

test('a header of the program’s own stands beside it', async () => {
  const program = {
    language: 'cpp',
    source: '#include "quit.h"\nint main() { quit(3); }',
    files: { 'quit.h': '#include <cstdlib>\ninline void quit(int code) { exit(code); }' },
  };
  expect((await runAll(program, {}))[0]!.exit).toEqual({ kind: 'code', code: 3 });
});

test('two programs talk over pipes, on a page without cross-origin isolation', async () => {
  const secret = await runner.prepare(
    {
      language: 'cpp',
      source: `#include <iostream>
int main() { for (int guess; std::cin >> guess;) std::cout << (guess < 700 ? '>' : guess > 700 ? '<' : '=') << std::endl; }`,
    },
    signal,
  );
  const guesser = await runner.prepare(
    {
      language: 'c',
      source: `#include <stdio.h>
int main() {
  int low = 1, high = 1000;
  for (;;) {
    int middle = (low + high) / 2;
    char answer;
    printf("%d\\n", middle);
    fflush(stdout);
    scanf(" %c", &answer);
    if (answer == '=') { fprintf(stderr, "%d", middle); return 0; }
    if (answer == '<') high = middle - 1; else low = middle + 1;
  }
}`,
    },
    signal,
  );
  if (!secret.ok || !guesser.ok) throw new Error('one of them does not compile');
  const { first, second } = joinPipes();
  const runs = await Promise.all([
    secret.prepared.run({ stdin: '', pipe: first, limits }, signal),
    guesser.prepared.run({ stdin: '', pipe: second, limits }, signal),
  ]);
  expect(runs.map(({ exit, stderr }) => [exit, stderr])).toEqual([
    [ok, ''],
    [ok, '700'],
  ]);
});

describe('std::cin', () => {
  test.each([
    ['read alone', 'std::cin >> a >> b;'],
    ['beside scanf', 'std::cin >> a; scanf("%d", &b);'],
    [
      'beside getchar, with what is put back',
      'std::cin >> a; std::cin.get(); ungetc(getchar(), stdin); std::cin >> b;',
    ],
    [
      'after another file was opened as standard input',
      'freopen("more.txt", "r", stdin); std::cin >> a >> b;',
    ],
  ])('%s', async (_how, read) => {
    const source = `#include <bits/stdc++.h>
int main() {
  int a, b;
  ${read}
  std::string rest;
  std::getline(std::cin >> std::ws, rest);
  std::cout << a << ' ';
  printf("%d ", b);
  std::cout << rest << std::endl;
}`;
    const files = { given: { 'more.txt': '3 4\nthe rest\n' }, wanted: [] };
    const run = await cpp(source, { stdin: '3 4\nthe rest\n', files });
    expect([run.stdout, run.exit]).toEqual(['3 4 the rest\n', ok]);
  });
});
