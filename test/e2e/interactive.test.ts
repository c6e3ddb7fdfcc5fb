import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Automation } from '../../src/automation.ts';
import { createProblem } from '../../src/judge/create.ts';
import type { Grade } from '../../src/judge/grade.ts';
import type { Problem } from '../../src/judge/problem.ts';
import { LANGUAGES } from '../../src/sandbox/languages.ts';
import { type OpenSite, openSite } from '../../tools/site.ts';

/** Names a number, waits for its double, and once more; the submission reads by name, line by line. */
const INTERACTOR = `
import sys
for number in (21, int(open(sys.argv[1]).read())):
    print(number, flush=True)
    said = sys.stdin.readline().strip()
    if said != str(2 * number):
        open(sys.argv[3] + 'judgemessage.txt', 'w').write(f'{number} was answered by {said!r}')
        sys.exit(43)
sys.exit(42)
`;

const CPP = `int main() {
  for (long long n; std::cin >> n;) std::cout << 2 * n << std::endl;
}`;
const NODE = `const fs = require('fs');
const bytes = Buffer.alloc(100);
for (let size; (size = fs.readSync(0, bytes, 0, 100)) > 0; ) console.log(2 * Number(bytes.toString('utf8', 0, size)));
`;

/** Each doubles what it reads until its input ends. */
const DOUBLE: Record<string, string> = {
  python: 'import sys\nfor line in sys.stdin: print(2 * int(line), flush=True)',
  javascript: NODE,
  'javascript-strict': NODE,
  typescript: NODE.replace('let size;', 'let size: number;'),
  lua: 'for line in io.lines() do\n  print(2 * math.tointeger(line))\n  io.flush()\nend',
  ruby: '$stdout.sync = true\nwhile line = gets\n  puts 2 * line.to_i\nend',
  c: '#include <stdio.h>\nint main(void) {\n  int n;\n  while (scanf("%d", &n) == 1) { printf("%d\\n", 2 * n); fflush(stdout); }\n}',
  cpp: `#include <iostream>\n${CPP}`,
};

let problem: Problem;
let site: OpenSite;
beforeAll(async () => {
  problem = await createProblem({
    title: 'Double',
    tests: ['4', '1000000'].map((input, i) => ({ id: `${i}`, input, answers: [''], origin: 'secret' })),
    limits: { timeMs: 1000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    interactor: { language: 'python', source: INTERACTOR, protocol: 'kattis' },
  });
  site = await openSite({ isolated: true, languages: Object.keys(DOUBLE) });
});
afterAll(() => site.close());

const judge = (language: string, source: string): Promise<Grade> =>
  site.page.evaluate(([problem, submission]) => (window.quartet as Automation).judge(problem, submission), [
    problem,
    { language, source },
  ] as const);

const told = ({ tests }: Grade): string[] =>
  tests.map(({ verdict, detail }) => `${verdict} ${detail}`.trim());

test('the programs below are in every language', () => {
  const able = LANGUAGES.filter(({ interacts }) => interacts !== 'never');
  expect(Object.keys(DOUBLE).sort()).toEqual(able.map(({ id }) => id).sort());
});

test.each(Object.entries(DOUBLE))(
  'on a page that is isolated a %s program waits for what the interactor says, however it reads',
  async (language, source) => {
    expect(told(await judge(language, source))).toEqual(['AC', 'AC']);
  },
);

test('a program that waits in shared memory of its own is ended at its time limit, and the next is judged', async () => {
  const waits = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';
  expect((await judge('javascript', waits)).tests[0]).toMatchObject({
    verdict: 'TLE',
    detail: 'still running after 2 s (1 s × 2 for JavaScript)',
  });
  expect(told(await judge('javascript', NODE))).toEqual(['AC', 'AC']);
});

test('two programs that wait for each other in shared memory are told to: ILE', async () => {
  const [first] = (await judge('lua', 'io.read() io.read()')).tests;
  expect(first).toMatchObject({ verdict: 'ILE' });
  expect(first!.transcript).toEqual([{ from: 'interactor', text: '21\n' }]);
});
