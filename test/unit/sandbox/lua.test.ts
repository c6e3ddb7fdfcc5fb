import { describe, expect, test } from 'vitest';
import { printing, programs } from './run-program.ts';

const lua = programs('lua');
const prints = printing(lua);

describe('every way in which contest programs read their input', () => {
  test.each([
    ['io.read("n")', 'local s = 0 for i = 1, io.read("n") do s = s + io.read("n") end print(s)'],
    ['io.read("*n")', 'local s = 0 for i = 1, io.read("*n") do s = s + io.read("*n") end print(s)'],
    [
      'io.read()',
      'local s = 0 for i = 1, tonumber(io.read()) do s = s + math.tointeger(io.read()) end print(s)',
    ],
    [
      'io.lines()',
      'local s, f = 0, true for l in io.lines() do if not f then s = s + math.tointeger(l) end f = false end print(s)',
    ],
    [
      'io.read("a")',
      'local s, f = 0, true for w in io.read("a"):gmatch("%d+") do if not f then s = s + math.tointeger(w) end f = false end print(s)',
    ],
    [
      'io.stdin:read',
      'local n = io.stdin:read("n") local s = 0 for i = 1, n do s = s + io.stdin:read("n") end print(s)',
    ],
    [
      'io.stdin:lines',
      'io.stdin:read() local s = 0 for l in io.stdin:lines() do s = s + math.tointeger(l) end print(s)',
    ],
  ])('%s', async (_name, source) => {
    expect(await prints(source, '2\n30\n4\n', '1\n5\n')).toEqual(['34\n', '5\n']);
  });
});

test('print, io.write and io.stdout print; io.stderr goes elsewhere', async () => {
  const [run] = await lua(
    'print("a", 1, 2.0, nil)\nio.write("b", 3)\nio.stdout:write("c\\n")\nio.stderr:write("d")',
    '',
  );
  expect([run!.stdout, run!.stderr]).toEqual(['a\t1\t2.0\tnil\nb3c\n', 'd']);
});

test('integers have 64 bits', async () => {
  expect(await prints('print(math.maxinteger, 7 // 2, 2^53 | 0, 1 << 62)')).toEqual([
    '9223372036854775807\t3\t9007199254740992\t4611686018427387904\n',
  ]);
});

test('os.exit ends the program with its code and keeps what was printed', async () => {
  const runs = await lua('io.write("x")\nif io.read("n") == 1 then os.exit(3) end\nos.exit(true)', '1', '2');
  expect(runs.map(({ exit, stdout }) => [exit, stdout])).toEqual([
    [{ kind: 'code', code: 3 }, 'x'],
    [{ kind: 'code', code: 0 }, 'x'],
  ]);
});

describe('errors', () => {
  test('an uncaught error is exit code 1 with the lines of the submission’s file', async () => {
    const [run] = await lua('local function f()\n  error("bad")\nend\nf()', '');
    expect(run!.exit).toEqual({ kind: 'code', code: 1 });
    expect(run!.stderr).toMatch(
      /^main\.lua:2: bad\n {4}at main\.lua:2: in .*'f'\n {4}at main\.lua:4: in main chunk\n$/,
    );
  });

  test('a program that does not compile is refused with its line', async () => {
    await expect(lua('local x = 1\nprint(x', '')).rejects.toThrow(/main\.lua:2: .*expected/);
  });

  test('a precompiled program is refused', async () => {
    await expect(lua('\x1bLua', '')).rejects.toThrow(/attempt to load a binary chunk/);
  });

  test('recursion without end is a stack overflow', async () => {
    const [run] = await lua('local function f() return 1 + f() end\nf()', '');
    expect(run!.stderr).toMatch(/main\.lua:1: stack overflow/);
  });

  test('plain functions go 100,000 deep', async () => {
    expect(
      await prints(
        'local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end\nprint(f(100000))',
      ),
    ).toEqual(['100000\n']);
  });
});

test.each([
  ['globals', 'print(seen) seen = 1', 'nil'],
  ['names patched in a library', 'print(math.seen) math.seen = 1', 'nil'],
  ['the metatable of strings', 'print(("").seen) string.seen = 1 getmetatable("").__index.seen = 2', 'nil'],
  ['closed streams', 'print("ok") io.stdin:close() io.stdout:close()', 'ok'],
  ['a redirected input', 'print(io.input() == io.stdin) io.input("/dev/null")', 'true'],
])('one test leaves nothing for the next: %s', async (_what, source, expected) => {
  expect(await prints(source, '', '')).toEqual([`${expected}\n`, `${expected}\n`]);
});

test('files cannot be written, nor processes started', async () => {
  const source = 'print(io.open("x", "w"))\nprint(io.popen, os.execute)';
  const [printed] = await prints(source);
  expect(printed).toMatch(/^nil\tx: Read-only file system\t\d+\nnil\tnil\n$/);
});
