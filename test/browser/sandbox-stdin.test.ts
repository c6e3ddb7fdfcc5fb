import { afterAll, describe, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';

const runner = createBrowserRunner();
afterAll(() => runner.dispose());
const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 64 * 1024 };

const sum = (lines: string): string => `console.log(${lines}.slice(1).reduce((a, x) => a + Number(x), 0));`;
const SCRIPTS: [string, string][] = [
  ['readFileSync(0)', sum("require('fs').readFileSync(0, 'utf8').trim().split('\\n')")],
  ['readFileSync of a path', sum("require('fs').readFileSync('/dev/stdin').toString().trim().split('\\n')")],
  [
    'readline events',
    `const all = [];\nrequire('readline').createInterface({ input: process.stdin }).on('line', (l) => all.push(l)).on('close', () => ${sum('all').slice(0, -1)});`,
  ],
  [
    'readline iterated',
    `(async () => { const all = []; for await (const l of require('readline').createInterface({ input: process.stdin })) all.push(l); ${sum('all')} })();`,
  ],
  [
    'process.stdin events',
    `let t = '';\nprocess.stdin.on('data', (d) => (t += d)).on('end', () => ${sum("t.trim().split('\\n')").slice(0, -1)});`,
  ],
];

/** A program of C or C++ that prints what the statements sum up. */
const adding = (head: string, statements: string): string =>
  `${head}\n#include <stdio.h>\nint main() { int n, x, sum = 0; ${statements} printf("%d\\n", sum); }`;

/** Each sums up the numbers after the first, which is their count. */
const IDIOMS: Record<string, [string, string][]> = {
  c: [
    ['scanf', adding('#include <stdio.h>', 'scanf("%d", &n); while (scanf("%d", &x) == 1) sum += x;')],
    [
      'fgets',
      adding(
        '#include <stdio.h>\n#include <stdlib.h>\nchar line[99];',
        'fgets(line, 99, stdin); while (fgets(line, 99, stdin)) sum += atoi(line);',
      ),
    ],
    [
      'read',
      adding(
        '#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\nchar all[99];',
        'read(0, all, 99); char *at = all; n = strtol(at, &at, 10); while (n-- > 0) sum += strtol(at, &at, 10);',
      ),
    ],
  ],
  cpp: [
    ['std::cin', adding('#include <iostream>', 'std::cin >> n; while (std::cin >> x) sum += x;')],
    [
      'std::getline',
      adding(
        '#include <iostream>\n#include <string>\nstd::string line;',
        'std::getline(std::cin, line); while (std::getline(std::cin, line)) sum += std::stoi(line);',
      ),
    ],
    [
      'fread',
      adding(
        '#include <bits/stdc++.h>\nchar all[99];',
        'fread(all, 1, 99, stdin); std::stringstream in(all); in >> n; while (in >> x) sum += x;',
      ),
    ],
    [
      'std::istreambuf_iterator',
      adding(
        '#include <bits/stdc++.h>',
        'std::string all(std::istreambuf_iterator<char>(std::cin), {}); std::istringstream in(all); in >> n; while (in >> x) sum += x;',
      ),
    ],
  ],
  python: [
    ['input()', 'print(sum(int(input()) for _ in range(int(input()))))'],
    ['sys.stdin', 'import sys\nnext(sys.stdin)\nprint(sum(int(x) for x in sys.stdin))'],
    ['sys.stdin.buffer', 'import sys\nprint(sum(map(int, sys.stdin.buffer.read().split()[1:])))'],
    ['open(0)', 'print(sum(map(int, open(0).read().split()[1:])))'],
    ['os.read', 'import os\nprint(sum(map(int, os.read(0, 10**6).split()[1:])))'],
  ],
  javascript: SCRIPTS,
  'javascript-strict': SCRIPTS,
  typescript: [
    ...SCRIPTS.slice(0, 2),
    ['import', `import * as fs from 'fs';\n${sum("fs.readFileSync(0, 'utf8').trim().split('\\n')")}`],
    [
      'import with require',
      `import fs = require('fs');\n${sum("fs.readFileSync(0, 'utf8').trim().split('\\n')")}`,
    ],
  ],
  lua: [
    ['io.read("n")', 'local s = 0 for i = 1, io.read("n") do s = s + io.read("n") end print(s)'],
    ['io.lines()', 'io.read() local s = 0 for l in io.lines() do s = s + math.tointeger(l) end print(s)'],
    [
      'io.read("a")',
      'local s, n = 0, 0 for w in io.read("a"):gmatch("%d+") do n = n + 1 if n > 1 then s = s + math.tointeger(w) end end print(s)',
    ],
    [
      'io.stdin:lines("n")',
      'local s, n = 0, 0 for x in io.stdin:lines("n") do n = n + 1 if n > 1 then s = s + x end end print(s)',
    ],
  ],
};

for (const [language, idioms] of Object.entries(IDIOMS)) {
  describe(`${language} reads its input by`, () => {
    test.each(idioms)('%s', async (_name, source) => {
      const preparation = await runner.prepare({ language, source }, signal);
      if (!preparation.ok) throw new Error(preparation.compileError);
      const outputs: string[] = [];
      for (const stdin of ['2\n30\n4\n', '2\n1\n5\n']) {
        const { stdout, stderr } = await preparation.prepared.run({ stdin, limits }, signal);
        outputs.push(stdout + stderr);
      }
      preparation.prepared.dispose();
      expect(outputs).toEqual(['34\n', '6\n']);
    });
  });
}
