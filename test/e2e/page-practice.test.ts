import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;
let page: Page;
let title = '';
let brought = 0;

beforeAll(async () => {
  open = await openSite({ serviceWorker: true });
  page = open.page;
  page.setDefaultTimeout(60_000);
});
afterAll(() => open.close());

beforeEach(async () => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await bringDoubling();
});
afterEach(() => {
  const { errors, outside } = open;
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const go = (hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);

const resultLine = () => page.locator('.result-line').textContent();
const cell = (name: string) => page.locator('.test-cells').getByRole('button', { name });
const editor = () => page.locator('.editor');

/** A problem of the test's own with one sample and two hidden tests: print twice the integer. */
async function bringDoubling(): Promise<void> {
  title = `Twice as much, no. ${++brought}.`;
  const test = (id: string, value: number, origin: string) => ({
    id,
    input: `${value}\n`,
    answers: [`${2 * value}\n`],
    origin,
  });
  const problem = {
    title,
    statement: 'Print twice the integer.',
    rating: 800,
    tags: ['arithmetic'],
    tests: [test('sample/1', 21, 'sample'), test('secret/1', 3, 'secret'), test('secret/2', -1, 'secret')],
  };
  const buffer = Buffer.from(JSON.stringify(problem));
  await go('#/problems');
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'twice.json', mimeType: 'application/json', buffer });
  await page.getByRole('heading', { name: title }).waitFor();
  await page.getByRole('link', { name: 'Practice' }).click();
  await editor().waitFor();
}

async function runAll(source: string): Promise<void> {
  await editor().fill(source);
  await page.keyboard.press('Control+Enter');
  await page.locator('.result-line', { hasText: /Accepted|error|Wrong|exceeded/ }).waitFor();
}

test('the arrow keys go through the tests, and Enter opens the exact difference', async () => {
  await runAll('n = int(input())\nprint(2 * n if n > 0 else 2)');
  expect(await resultLine()).toBe('Wrong answer on secret/2: line 1, column 1: expected -2, got 2.');
  await cell('sample/1: Accepted').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const diff = page.locator('.exact-diff');
  expect(await diff.locator('mark').allTextContents()).toEqual(['-2', '2']);
  expect(await cell('secret/2: Wrong answer').getAttribute('aria-pressed')).toBe('true');
  await page.reload();
  await page.locator('.result-line', { hasText: 'Wrong answer on secret/2' }).waitFor();
  expect(await diff.locator('mark').allTextContents()).toEqual(['-2', '2']);
});

test('a program that never ends is stopped with Escape, and the page says how far it came', async () => {
  await editor().fill('n = int(input())\nprint(2 * n)\nwhile n < 0: pass');
  await page.keyboard.press('Control+Enter');
  await cell('secret/1: Accepted').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.result-line', { hasText: 'Stopped after 2 of 3.' }).waitFor();
  expect(await page.locator('.submissions').count()).toBe(0);
});

test('a test made of a custom input runs with the samples and is there after a reload', async () => {
  await editor().fill('print(int(input()) * 2)');
  await page.locator('.custom summary').click();
  await page.locator('.custom').getByLabel('Input').fill('500\n');
  await page.keyboard.press('Alt+Enter');
  await page.getByText(/^Ran in/).waitFor();
  await page.getByRole('button', { name: 'Take what it printed' }).click();
  await page.getByRole('button', { name: 'Add as a test' }).click();
  await page.reload();
  await cell('user/1: not run').waitFor();
  expect(await page.locator('.own-tests').getByLabel('Output').inputValue()).toBe('1000\n');
  await editor().focus();
  await page.keyboard.press('Control+Shift+Enter');
  await page.locator('.result-line', { hasText: 'Accepted on 2 of 2 tests.' }).waitFor();
});

test('a copy of a sample can be edited; the sample itself stays', async () => {
  await page.getByRole('button', { name: 'Edit a copy' }).click();
  const own = page.locator('.own-tests');
  expect(await own.getByLabel('Input').inputValue()).toBe('21\n');
  await own.getByLabel('Input').fill('22\n');
  await runAll('print(int(input()) * 2)');
  expect(await resultLine()).toContain('Wrong answer on user/1: line 1, column 1: expected 42, got 44');
  await own.getByRole('button', { name: 'Remove user/1' }).click();
  await runAll('print(int(input()) * 2)');
  expect(await resultLine()).toBe('Accepted on 3 of 3 tests.');
});

test('every run on all tests is kept, opens again as a draft of its own, and marks the problem as solved', async () => {
  await runAll('print(int(input()) + int(1))');
  await runAll('print(2 * int(input()))');
  await page.getByText('Submissions (2)').click();
  const rows = page.locator('.submissions tbody tr');
  await expect.poll(() => rows.count()).toBe(2);
  expect(await rows.locator('.verdict').allTextContents()).toEqual(['AC', 'WA']);
  await rows.nth(1).getByRole('button', { name: 'Reopen' }).click();
  await expect.poll(() => editor().innerText()).toBe('print(int(input()) + int(1))');
  await page.reload();
  await expect.poll(() => editor().innerText()).toBe('print(int(input()) + int(1))');
  await page.getByLabel('Draft').selectOption('1');
  await expect.poll(() => editor().innerText()).toBe('print(2 * int(input()))');

  await go('#/problems');
  await page.getByLabel('Progress').selectOption('solved');
  await page.locator('.problem-list tbody').getByText(title).waitFor();
});

test('a new draft begins with the template that the person kept', async () => {
  await editor().fill('import sys');
  await page.locator('summary', { hasText: 'More' }).click();
  await page.getByRole('button', { name: 'Begin new programs with this one' }).click();
  await page.getByRole('button', { name: 'New draft' }).click();
  await page.getByLabel('Draft').waitFor();
  await expect.poll(() => editor().innerText()).toBe('import sys');
});

test('a draft is deleted only when asked twice, and the other one opens', async () => {
  await editor().fill('print(1)');
  await page.locator('summary', { hasText: 'More' }).click();
  await page.getByRole('button', { name: 'New draft' }).click();
  await page.getByLabel('Draft').waitFor();
  await expect.poll(() => editor().innerText()).not.toBe('print(1)');
  await page.getByRole('button', { name: 'Delete draft 2' }).click();
  expect(await page.getByLabel('Draft').inputValue()).toBe('2');
  await page.getByRole('button', { name: 'Delete draft 2 for good?' }).click();
  await expect.poll(() => editor().innerText()).toBe('print(1)');
  expect(await page.getByLabel('Draft').count()).toBe(0);
});

test('the palette reaches a problem and every action by name', async () => {
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Action or problem' }).fill('how far');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How Far Apart' }).waitFor();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Action or problem' }).fill('vim');
  await page.keyboard.press('Enter');
  await page.locator('.cm-vim-panel').waitFor();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Action or problem' }).fill('usual keys');
  await page.keyboard.press('Enter');
  await page.locator('.cm-vim-panel').waitFor({ state: 'detached' });
});

test('the split moves by the arrow keys and by dragging, and is kept', async () => {
  const bar = page.getByRole('separator', { name: 'Width of the statement' });
  const share = () => bar.getAttribute('aria-valuenow');
  const before = Number(await share());
  await bar.focus();
  await page.keyboard.press('ArrowRight');
  expect(Number(await share())).toBe(before + 2);
  const { x, y } = (await bar.boundingBox())!;
  await page.mouse.move(x + 8, y + 100);
  await page.mouse.down();
  await page.mouse.move(400, y + 100);
  await page.mouse.up();
  const dragged = await share();
  expect(Number(dragged)).toBeLessThan(before);
  await page.reload();
  await bar.waitFor();
  expect(await share()).toBe(dragged);
});

test('a contest timer runs on over a reload', async () => {
  await page.locator('summary', { hasText: 'More' }).click();
  await page.getByLabel('Minutes').fill('90');
  await page.getByRole('button', { name: 'Start the timer' }).click();
  const timer = page.getByRole('timer', { name: 'Contest' });
  expect(await timer.textContent()).toMatch(/^1:(30:00|29:\d\d)$/);
  await page.reload();
  expect(await timer.textContent()).toMatch(/^1:(30:00|29:\d\d)$/);
});

test('what a language does not do as a native judge would is said beside its name', async () => {
  await page.getByLabel('Language', { exact: true }).selectOption('python');
  await page.getByLabel('How Python 3 differs here from a native judge').click();
  expect(await page.locator('.menu[open] li').count()).toBeGreaterThan(0);
});

test('in a narrow window statement, code and tests are three tabs', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  const seen = async () => ({
    statement: await page.locator('.statement').isVisible(),
    code: await editor().isVisible(),
    tests: await page.locator('.test-cells').isVisible(),
  });
  await page.getByRole('tab', { name: 'Code' }).click();
  expect(await seen()).toEqual({ statement: false, code: true, tests: false });
  await page.locator('summary', { hasText: 'More' }).click();
  // The browser tells of an opened panel in a task of its own; then it is moved into the window.
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(beyond).toBe(0);
  await runAll('print(2 * int(input()))');
  expect(await seen()).toEqual({ statement: false, code: false, tests: true });
  expect(await beyond()).toBe(0);
});

test('until the editor takes a key the page itself has read at most 150 kB of JavaScript, compressed', async () => {
  await page.reload();
  await editor().waitFor();
  // The colours of a language come after the first key can be typed; what a worker reads is the worker's.
  const early = await page.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const modes = entries.find(({ name }) => /editor-modes/.test(name))?.startTime ?? Infinity;
    const scripts = entries.filter(({ name, startTime }) => /\.js$/.test(name) && startTime < modes);
    return Promise.all(
      scripts
        .filter(({ name }) => !/worker|sandbox-/.test(name))
        .map(async ({ name }) => [...new Uint8Array(await (await fetch(name)).arrayBuffer())]),
    );
  });
  const read = early.reduce((sum, bytes) => sum + gzipSync(Uint8Array.from(bytes)).length, 0);
  expect(read).toBeGreaterThan(100_000);
  expect(read).toBeLessThan(150_000);
});
