import { afterAll, expect, test } from 'vitest';
import type { Program, Run, RunInput } from '../../../src/sandbox/program.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const signal = new AbortController().signal;
const runner = createNodeRunner();
afterAll(() => runner.dispose());

/** Runs a program once for each input. */
async function run(program: Program, ...inputs: Partial<RunInput>[]): Promise<Run[]> {
  const preparation = await runner.prepare(program, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const input of inputs) {
    const limits = { timeMs: 20_000, outputBytes: 1000 };
    runs.push(await preparation.prepared.run({ stdin: '', limits, ...input }, signal));
  }
  preparation.prepared.dispose();
  return runs;
}

const ARGUMENTS: [language: string, source: string][] = [
  ['python', 'import sys\nprint(*sys.argv[1:], sep=";")'],
  ['javascript', 'console.log(process.argv.slice(2).join(";"))'],
  ['javascript-strict', 'console.log(process.argv.slice(2).join(";"))'],
  ['lua', 'print(table.concat(arg, ";"))\nassert(select("#", ...) == #arg and arg[0] == "main.lua")'],
  ['ruby', 'puts ARGV.join(";")'],
];

test.each(ARGUMENTS)('a %s program finds its arguments, each run its own', async (language, source) => {
  const runs = await run({ language, source }, { argv: ['a.txt', 'b c', ''] }, {}, { argv: ['--x'] });
  expect(runs.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['a.txt;b c;\n', '\n', '--x\n']);
});

const BESIDE: [language: string, source: string][] = [
  ['python', 'import near\nprint(near.value(), open("data.txt").read())'],
  ['javascript', 'console.log(require("./near.js").value(), require("fs").readFileSync("data.txt", "utf8"))'],
  [
    'javascript-strict',
    'console.log(require("./near.js").value(), require("fs").readFileSync("data.txt", "utf8"))',
  ],
  ['lua', 'print(require("near").value() .. " " .. io.open("data.txt"):read("a"))'],
  ['ruby', 'require_relative "near"\nputs "#{value} #{File.read("data.txt")}"'],
];

test.each(BESIDE)('a %s program finds its own files beside it in every run', async (language, source) => {
  const files = {
    'near.py': 'def value(): return 7',
    'near.js': 'exports.value = () => 7',
    'near.lua': 'return { value = function() return 7 end }',
    'near.rb': 'def value = 7',
    'data.txt': 'here',
  };
  const runs = await run({ language, source, files }, {}, {});
  expect(runs.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['7 here\n', '7 here\n']);
});

const FOLDERS: [language: string, source: string][] = [
  [
    'python',
    'import os\nprint(open("feedback/given.txt").read(), os.path.isdir("out/"))\nopen("feedback/a.txt", "w").write("A")\nopen("elsewhere", "w").write("E")',
  ],
  [
    'javascript',
    'const fs = require("fs");\nconsole.log(fs.readFileSync("feedback/given.txt", "utf8"), true);\nfs.writeFileSync("./feedback//a.txt", "A");\nfs.writeFileSync("elsewhere", "E");',
  ],
  [
    'javascript-strict',
    'const fs = require("fs");\nconsole.log(fs.readFileSync("feedback/given.txt", "utf8"), true);\nfs.writeFileSync("./feedback//a.txt", "A");\nfs.writeFileSync("elsewhere", "E");',
  ],
  [
    'lua',
    'print(io.open("feedback/given.txt"):read("a") .. " true")\nio.open("feedback/a.txt", "w"):write("A")\nio.open("elsewhere", "w"):write("E")',
  ],
  [
    'ruby',
    'puts "#{File.read("feedback/given.txt")} #{Dir.exist?("out/")}"\nFile.write("feedback/a.txt", "A")\nFile.write("elsewhere", "E")',
  ],
];

test.each(FOLDERS)(
  'a %s program gives back all files of a folder that it was given',
  async (language, source) => {
    const files = { given: { 'feedback/given.txt': 'G' }, wanted: ['feedback/', 'out/'] };
    const [one] = await run({ language, source }, { files });
    expect(one).toMatchObject({
      exit: { code: 0 },
      stderr: '',
      files: { 'feedback/given.txt': 'G', 'feedback/a.txt': 'A' },
    });
    expect(one!.stdout).toMatch(/^G [Tt]rue\n$/);
    expect(Object.keys(one!.files)).toHaveLength(2);
  },
);
