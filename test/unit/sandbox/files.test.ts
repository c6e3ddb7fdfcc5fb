import { afterAll, expect, test } from 'vitest';
import type { Run } from '../../../src/sandbox/program.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const signal = new AbortController().signal;
const runner = createNodeRunner();
afterAll(() => runner.dispose());

/** Runs a submission once for each text of `in.txt` and asks for `out.txt`. */
async function runs(language: string, source: string, ...inputs: string[]): Promise<Run[]> {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const all: Run[] = [];
  for (const text of inputs) {
    const input = {
      stdin: '',
      files: { given: { 'in.txt': text }, wanted: ['out.txt'] },
      limits: { timeMs: 20_000, outputBytes: 1000 },
    };
    all.push(await preparation.prepared.run(input, signal));
  }
  preparation.prepared.dispose();
  return all;
}

const python = (source: string, ...inputs: string[]) => runs('python', source, ...inputs);
const strict = (source: string, ...inputs: string[]) =>
  runs('javascript-strict', `const fs = require('fs');\n${source}`, ...inputs);
const lua = (source: string, ...inputs: string[]) => runs('lua', source, ...inputs);
const ruby = (source: string, ...inputs: string[]) => runs('ruby', source, ...inputs);
const javascript = (source: string, ...inputs: string[]) =>
  runs('javascript', `const fs = require('fs');\n${source}`, ...inputs);

test.each([
  ['python, closed', python, 'with open("out.txt", "w") as f: f.write(open("in.txt").read() * 2)'],
  ['python, left open', python, 'f = open("out.txt", "w")\nf.write(open("in.txt").read() * 2)'],
  [
    'python, left open by a function that leaves the program',
    python,
    'import sys\nf = open("out.txt", "w")\ndef main():\n  print(open("in.txt").read() * 2, end="", file=f)\n  sys.exit()\nmain()',
  ],
  [
    'python, streams replaced',
    python,
    'import sys\nsys.stdin = open("in.txt")\nsys.stdout = open("out.txt", "w")\nprint(sys.stdin.read() * 2, end="")',
  ],
  ['javascript', javascript, 'fs.writeFileSync("./out.txt", fs.readFileSync("in.txt", "utf8").repeat(2));'],
  [
    'javascript, by descriptor',
    javascript,
    'const i = fs.openSync("in.txt"), o = fs.openSync("out.txt", "w"); const b = Buffer.alloc(9); for (let k = 0; k < 2; k++) fs.writeSync(o, b.subarray(0, fs.readSync(i, b, 0, 9, 0))); fs.closeSync(o);',
  ],
  [
    'javascript, as streams',
    javascript,
    'const out = fs.createWriteStream("out.txt"); require("readline").createInterface({ input: fs.createReadStream("in.txt") }).on("line", (l) => { for (let i = 0; i < 2; i++) out.write(l + "\\n"); }).on("close", () => out.end());',
  ],
  [
    'javascript, appended',
    javascript,
    'fs.appendFileSync("out.txt", fs.readFileSync("in.txt")); fs.appendFileSync("/out.txt", fs.readFileSync("in.txt"));',
  ],
  [
    'javascript, with promises',
    javascript,
    'fs.promises.readFile("in.txt", "utf8").then((t) => fs.promises.writeFile("out.txt", t + t));',
  ],
  [
    'strict javascript',
    strict,
    'fs.writeFileSync("./out.txt", fs.readFileSync("in.txt", "utf8").repeat(2));',
  ],
  [
    'lua, closed',
    lua,
    'local text = io.open("in.txt"):read("a") local f = io.open("out.txt", "w") f:write(text, text) f:close()',
  ],
  [
    'lua, left open, and appended',
    lua,
    'io.output("out.txt") io.write(io.open("in.txt"):read("a")) io.close() io.open("out.txt", "a"):write(io.open("in.txt"):read("a"))',
  ],
  [
    'lua, streams replaced',
    lua,
    'io.input("in.txt") io.output("out.txt") local text = io.read("a") io.write(text, text)',
  ],
  ['ruby, at once', ruby, 'File.write("out.txt", File.read("in.txt") * 2)'],
  ['ruby, left open', ruby, 'f = File.open("out.txt", "w")\nf.print(IO.read("in.txt") * 2)'],
  [
    'ruby, streams replaced',
    ruby,
    '$stdin = File.open("in.txt")\n$stdout = File.open("out.txt", "w")\nprint gets * 2',
  ],
  [
    'ruby, streams reopened',
    ruby,
    'STDIN.reopen("in.txt")\nSTDOUT.reopen("out.txt", "w")\nprint STDIN.read * 2',
  ],
] as const)(
  '%s: a program reads its input file, and its output file comes back',
  async (_name, run, source) => {
    const all = await run(source, '12\n', 'é\n');
    expect(all.map(({ exit, stdout, stderr, files }) => [exit, stdout, stderr, files])).toEqual([
      [{ kind: 'code', code: 0 }, '', '', { 'out.txt': '12\n12\n' }],
      [{ kind: 'code', code: 0 }, '', '', { 'out.txt': 'é\né\n' }],
    ]);
  },
);

test('a file that was not written, or is a folder, does not come back; nor does one of the test before', async () => {
  const [first, second] = await python(
    'import os\nif open("in.txt").read() == "a": open("out.txt", "w").write("a")\nelse: os.path.exists("out.txt") or os.mkdir("out.txt")',
    'a',
    'b',
  );
  expect([first!.files, second!.files]).toEqual([{ 'out.txt': 'a' }, {}]);
  expect((await javascript('', 'a'))[0]!.files).toEqual({});
});

test('a file larger than the output limit is OLE', async () => {
  const limit = { kind: 'limit', limit: 'output' };
  const [fromPython] = await python('open("out.txt", "w").write("x" * 2000)', '');
  const [fromJavaScript] = await javascript('fs.writeFileSync("out.txt", "x".repeat(2000));', '');
  expect([fromPython!.exit, fromJavaScript!.exit]).toEqual([limit, limit]);
  const [fromLua] = await lua('io.open("out.txt", "w"):write(("x"):rep(2000))', '');
  const [fromRuby] = await ruby('File.write("out.txt", "x" * 2000)', '');
  expect([fromLua!.exit, fromRuby!.exit]).toEqual([limit, limit]);
});

test.each([
  [
    'lua',
    lua,
    'local f = io.open("big", "w")\nfor i = 1, 300 do if not f:write(("x"):rep(2^20)) then return print("full") end f:flush() end',
  ],
  [
    'ruby',
    ruby,
    'begin\n  File.open("big", "w") { |f| 300.times { f.write("x" * 2**20); f.flush } }\nrescue Errno::ENOSPC\n  puts "full"\nend',
  ],
] as const)(
  '%s: files have a quota, and what is beyond it is an error that a program can tell',
  async (_name, run, source) => {
    const [full] = await run(source, '');
    expect([full!.stdout, full!.stderr]).toEqual(['full\n', '']);
  },
);

test('without files there is none to be read or written in JavaScript', async () => {
  const source = 'require("fs").writeFileSync("out.txt", "x");';
  const preparation = await runner.prepare({ language: 'javascript', source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const run = await preparation.prepared.run(
    { stdin: '', limits: { timeMs: 20_000, outputBytes: 1000 } },
    signal,
  );
  expect(run.stderr).toContain("ENOENT: no such file or directory, open 'out.txt'");
});
