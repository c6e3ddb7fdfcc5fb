import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Automation } from '../../src/automation.ts';
import { createProblem } from '../../src/judge/create.ts';
import type { Problem } from '../../src/judge/problem.ts';
import { launchChromium } from '../../tools/chromium.ts';
import { ensureBuilt, type Site, serveSite } from '../../tools/site.ts';

let site: Site;
let browser: Browser;

beforeAll(async () => {
  await ensureBuilt();
  site = await serveSite();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** V8 ends its whole process when an array outgrows what an array may be; some 850 MB before it is there. */
const HEAP_BOMB = '[...new Uint8Array(2 ** 27)];';

type Submission = { language: string; source: string };

/**
 * What the page judges, one after the other. A process that dies is a crash of the whole page to the driver, which
 * then answers nothing more: so the page tells its results by asking its own site for paths that say them.
 */
async function verdicts(problem: Problem, submissions: Submission[]): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => Boolean(window.quartet));
  await page.evaluate(
    ({ problem, submissions }) => {
      setTimeout(async () => {
        for (const submission of submissions) {
          const { tests } = await (window.quartet as Automation).judge(problem, submission);
          const told = tests.map(({ verdict, detail }) => `${verdict} ${detail}`.trim()).join(' | ');
          await fetch(`told/${encodeURIComponent(told)}`);
        }
      });
    },
    { problem, submissions },
  );
  const told = () => site.requests.flatMap((path) => /\/told\/(.*)/.exec(path)?.[1] ?? []);
  await expect.poll(told, { timeout: 170_000, interval: 200 }).toHaveLength(submissions.length);
  return told();
}

test('a program that fills V8’s heap is told as one, and the next is judged in a sandbox of its own', async () => {
  const problem = await createProblem({
    title: 'Echo',
    tests: ['1', '2'].map((id) => ({ id, input: `${id}\n`, answers: [`${id}\n`], origin: 'secret' })),
    limits: { timeMs: 20_000, memoryBytes: 2 ** 28, outputBytes: 2 ** 16 },
  });
  const echo = "console.log(require('fs').readFileSync(0, 'utf8'));";
  const bomb = `const text = require('fs').readFileSync(0, 'utf8');\nif (text === '1\\n') ${HEAP_BOMB}\nconsole.log(text);`;
  const [bombed, javascript, python] = await verdicts(problem, [
    { language: 'javascript', source: bomb },
    { language: 'javascript', source: echo },
    { language: 'python', source: 'print(input())' },
  ]);
  expect(bombed).toBe('RE the sandbox ended: the sandbox’s process ended, most likely out of memory | AC');
  expect(javascript).toBe('AC | AC');
  expect(python).toBe('AC | AC');
});
