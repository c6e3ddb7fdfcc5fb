import { afterAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
afterAll(() => runner.dispose());

test.each([
  ['python', 'with open("out.txt", "w") as f: f.write(open("in.txt").read() * 2)'],
  [
    'javascript',
    "const fs = require('fs');\nfs.writeFileSync('out.txt', fs.readFileSync('in.txt', 'utf8').repeat(2));",
  ],
])(
  '%s: in the frame too, a program reads its input file and its output file comes back',
  async (language, source) => {
    const preparation = await runner.prepare({ language, source }, signal);
    if (!preparation.ok) throw new Error(preparation.compileError);
    const files = { given: { 'in.txt': '12\n' }, wanted: ['out.txt'] };
    const limits = { timeMs: 20_000, outputBytes: 1000 };
    const run = await preparation.prepared.run({ stdin: '', files, limits }, signal);
    preparation.prepared.dispose();
    expect([run.exit, run.files]).toEqual([{ kind: 'code', code: 0 }, { 'out.txt': '12\n12\n' }]);
  },
  120_000,
);
