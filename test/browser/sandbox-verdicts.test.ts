import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import type { Exit, Run } from '../../src/sandbox/program.ts';

const runner = createBrowserRunner();
const signal = new AbortController().signal;
const limits = { timeMs: 2000, outputBytes: 64 * 1024 };

afterAll(() => runner.dispose());
beforeAll(async () => {
  await runner.warm('python');
}, 120_000);

async function run(language: string, source: string, ...inputs: string[]): Promise<Run[]> {
  const preparation = await runner.prepare({ language, source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const runs: Run[] = [];
  for (const stdin of inputs) runs.push(await preparation.prepared.run({ stdin, limits }, signal));
  preparation.prepared.dispose();
  return runs;
}

const ADD = {
  python: 'a, b = map(int, input().split())\nprint(a + b)',
  javascript:
    "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);",
};
const ENDLESS = { python: 'while True: pass', javascript: 'while (true) {}' };
const FAILING = { python: 'x = 1\nprint(x // 0)', javascript: 'let x = null;\nconsole.log(x.y);' };
const CHATTY = {
  python: 'while True: print("quartet" * 100)',
  javascript: "while (true) console.log('quartet'.repeat(100));",
};
const BROKEN = { python: 'print(1', javascript: 'console.log(1' };
const time: Exit = { kind: 'limit', limit: 'time' };

for (const language of ['python', 'javascript'] as const) {
  test(`${language}: runs the same submission on test after test`, async () => {
    const runs = await run(language, ADD[language], '1 2', '30 4');
    expect(runs.map((one) => [one.stdout, one.exit])).toEqual([
      ['3\n', { kind: 'code', code: 0 }],
      ['34\n', { kind: 'code', code: 0 }],
    ]);
  });

  test(`${language}: an endless loop is ended at its limit, and the next submission is right`, async () => {
    const [endless] = await run(language, ENDLESS[language], '');
    expect(endless!.exit).toEqual(time);
    expect(endless!.ms).toBeGreaterThanOrEqual(limits.timeMs - 5);
    const [next] = await run(language, ADD[language], '1 1');
    expect(next!.stdout).toBe('2\n');
  });

  test(`${language}: an endless loop in one test leaves the submission’s next test right`, async () => {
    const source =
      language === 'python'
        ? 'n = int(input())\nwhile n == 0: pass\nprint(n)'
        : "const n = +require('fs').readFileSync(0);\nwhile (n === 0);\nconsole.log(n);";
    const runs = await run(language, source, '0', '7');
    expect(runs.map((one) => one.exit)).toEqual([time, { kind: 'code', code: 0 }]);
    expect(runs[1]!.stdout).toBe('7\n');
  });

  test(`${language}: an uncaught error is exit code 1 with the line of the submission’s file`, async () => {
    const [failed] = await run(language, FAILING[language], '');
    expect(failed!.exit).toEqual({ kind: 'code', code: 1 });
    expect(failed!.stderr).toMatch(
      language === 'python' ? /line 2.*ZeroDivisionError/s : /TypeError.*main\.js:2/s,
    );
  });

  test(`${language}: printing without end is ended at the output limit`, async () => {
    const [chatty] = await run(language, CHATTY[language], '');
    expect(chatty!.exit).toEqual({ kind: 'limit', limit: 'output' });
    expect(chatty!.stdout.length).toBe(limits.outputBytes);
  });

  test(`${language}: a program that does not compile is refused with its line`, async () => {
    const preparation = await runner.prepare({ language, source: `\n\n${BROKEN[language]}` }, signal);
    expect(preparation).toEqual({ ok: false, compileError: expect.stringMatching(/main\.(py|js).*3/) });
  });

  test(`${language}: stopping ends the program at once`, async () => {
    const preparation = await runner.prepare({ language, source: ENDLESS[language] }, signal);
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
