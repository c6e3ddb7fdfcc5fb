import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import type { Exit, Run, RunLimits } from '../../src/sandbox/program.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
const limits = { timeMs: 2000, outputBytes: 64 * 1024, memoryBytes: 64 * 2 ** 20 };
/** For programs that take all of their time. */
const brief = { ...limits, timeMs: 1000 };

afterAll(() => runner.dispose());
beforeAll(async () => {
  await runner.warm('python');
  await runner.warm('cpp');
}, 120_000);

const run = (language: string, source: string, ...inputs: string[]) =>
  runWithin(limits, language, source, ...inputs);

async function runWithin(
  limits: RunLimits,
  language: string,
  source: string,
  ...inputs: string[]
): Promise<Run[]> {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const stdin of inputs) runs.push(await preparation.prepared.run({ stdin, limits }, signal));
  preparation.prepared.dispose();
  return runs;
}

/** Programs that every language is asked to run. */
interface Programs {
  add: string;
  endless: string;
  /** Endless when the input is 0, else prints it. */
  sometimesEndless: string;
  /** Fails on its second line. */
  failing: string;
  failure: RegExp;
  /** The exit code of that, if it is not 1. */
  failureCode?: number;
  chatty: string;
  broken: string;
  /** Takes memory without end; null where no limit holds. */
  hungry: string | null;
}

const JAVASCRIPT: Programs = {
  add: "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);",
  endless: 'while (true) {}',
  sometimesEndless: "const n = +require('fs').readFileSync(0);\nwhile (n === 0);\nconsole.log(n);",
  failing: 'let x = null;\nconsole.log(x.y);',
  failure: /TypeError.*main\.js:2/s,
  chatty: "while (true) console.log('quartet'.repeat(100));",
  broken: 'console.log(1',
  hungry: null,
};

const C: Programs = {
  add: '#include <stdio.h>\nint main() { int a, b; scanf("%d%d", &a, &b); printf("%d\\n", a + b); }',
  endless: 'volatile int n;\nint main() { while (n == 0); }',
  sometimesEndless:
    '#include <stdio.h>\nvolatile int n;\nint main() { scanf("%d", (int *)&n); while (n == 0); printf("%d\\n", n); }',
  failing: '#include <assert.h>\nint main() { int x = 0; assert(x == 1); }',
  failure: /^Assertion failed: x == 1 \(main\.c\w*: main: 2\)$/m,
  failureCode: 134,
  chatty: '#include <stdio.h>\nint main() { for (;;) printf("quartet"); }',
  broken: 'int main() { return 1',
  hungry: '#include <stdlib.h>\nvoid *volatile x;\nint main() { for (;;) x = malloc(1000000); }',
};

const LANGUAGES: Record<string, Programs> = {
  c: C,
  cpp: {
    ...C,
    add: '#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }',
    chatty: '#include <iostream>\nint main() { for (;;) std::cout << "quartet" << std::endl; }',
    hungry: 'void *volatile x;\nint main() { for (;;) x = new char[1000000]; }',
  },
  python: {
    add: 'a, b = map(int, input().split())\nprint(a + b)',
    endless: 'while True: pass',
    sometimesEndless: 'n = int(input())\nwhile n == 0: pass\nprint(n)',
    failing: 'x = 1\nprint(x // 0)',
    failure: /line 2.*ZeroDivisionError/s,
    chatty: 'while True: print("quartet" * 100)',
    broken: 'print(1',
    hungry: 'x = []\nwhile True: x.append(bytearray(10**6))',
  },
  javascript: JAVASCRIPT,
  'javascript-strict': {
    ...JAVASCRIPT,
    hungry: "const x = [];\nwhile (true) x.push('x'.repeat(1e6) + x.length);",
  },
  typescript: {
    ...JAVASCRIPT,
    add: "const [a, b]: number[] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a! + b!);",
    failing: 'let x: any = null;\nconsole.log(x.y);',
    failure: /TypeError.*main\.ts:2/s,
    broken: 'console.log(1 as number',
  },
  lua: {
    add: 'print(io.read("n") + io.read("n"))',
    endless: 'while true do end',
    sometimesEndless: 'local n = io.read("n")\nwhile n == 0 do end\nprint(n)',
    failing: 'local x = nil\nprint(x.y)',
    failure: /^main\.lua:2: attempt to index a nil value/,
    chatty: 'while true do print(("quartet"):rep(100)) end',
    broken: 'print(1',
    // A single character would be repeated one by one, which takes a busy machine longer than the time limit.
    hungry: 'local x, k = {}, ("x"):rep(1000)\nwhile true do x[#x + 1] = k:rep(1000) .. #x end',
  },
  ruby: {
    add: 'puts gets.split.sum(&:to_i)',
    endless: 'loop {}',
    sometimesEndless: 'n = gets.to_i\nloop {} if n == 0\nputs n',
    failing: 'x = nil\nputs x.y',
    failure: /^main\.rb:2:in '<main>': undefined method 'y' for nil \(NoMethodError\)/,
    chatty: "loop { puts 'quartet' * 100 }",
    broken: 'puts(1',
    hungry: 'x = []\nloop { x << "x" * 10**6 + x.size.to_s }',
  },
};
const time: Exit = { kind: 'limit', limit: 'time' };

for (const [language, programs] of Object.entries(LANGUAGES)) {
  test(`${language}: runs the same submission on test after test`, async () => {
    const runs = await run(language, programs.add, '1 2', '30 4');
    expect(runs.map((one) => [one.stdout, one.exit])).toEqual([
      ['3\n', { kind: 'code', code: 0 }],
      ['34\n', { kind: 'code', code: 0 }],
    ]);
  });

  test(`${language}: an endless loop is ended at its limit, and the next submission is right`, async () => {
    const [endless] = await runWithin(brief, language, programs.endless, '');
    expect(endless!.exit).toEqual(time);
    expect(endless!.ms).toBeGreaterThanOrEqual(brief.timeMs - 5);
    const [next] = await run(language, programs.add, '1 1');
    expect(next!.stdout).toBe('2\n');
  });

  test(`${language}: an endless loop in one test leaves the submission’s next test right`, async () => {
    const runs = await runWithin(brief, language, programs.sometimesEndless, '0', '7');
    expect(runs.map((one) => one.exit)).toEqual([time, { kind: 'code', code: 0 }]);
    expect(runs[1]!.stdout).toBe('7\n');
  });

  test(`${language}: an uncaught error fails with the line of the submission’s file`, async () => {
    const [failed] = await run(language, programs.failing, '');
    expect(failed!.exit).toEqual({ kind: 'code', code: programs.failureCode ?? 1 });
    expect(failed!.stderr).toMatch(programs.failure);
  });

  test(`${language}: printing without end is ended at the output limit`, async () => {
    const [chatty] = await run(language, programs.chatty, '');
    expect(chatty!.exit).toEqual({ kind: 'limit', limit: 'output' });
    expect(chatty!.stdout.length).toBe(limits.outputBytes);
  });

  test(`${language}: a program that does not compile is refused with its line`, async () => {
    const preparation = await runner.prepare({ language, source: `\n\n${programs.broken}` }, signal);
    expect(preparation).toEqual({ ok: false, compileError: expect.stringMatching(/main\.\w+\W.*3/s) });
  });

  if (programs.hungry !== null) {
    const { hungry } = programs;
    test(`${language}: memory without end is ended at the limit, and the next submission is right`, async () => {
      // A busy machine takes seconds to fill it.
      const [full] = await runWithin({ ...limits, timeMs: 60_000 }, language, hungry, '');
      expect(full!.exit).toEqual({ kind: 'limit', limit: 'memory' });
      const [next] = await run(language, programs.add, '1 1');
      expect(next!.stdout).toBe('2\n');
    });
  }

  test(`${language}: stopping ends the program at once`, async () => {
    const preparation = await runner.prepare({ language, source: programs.endless }, signal);
    if (!preparation.ok) throw new Error(preparation.compileError);
    const stop = new AbortController();
    const running = preparation.prepared.run(
      { stdin: '', limits: { ...limits, timeMs: 60_000 } },
      stop.signal,
    );
    setTimeout(() => stop.abort(new Error('stopped')), 100);
    await expect(running).rejects.toThrow('stopped');
    preparation.prepared.dispose();
  });
}
