import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

const PACKAGE = fileURLToPath(new URL('fixtures/how-far-apart', import.meta.url));

let open: OpenSite;
let page: Page;

beforeEach(async () => {
  // Under a path of its own, as most static hosts serve a folder.
  open = await openSite({ path: '/a/folder/' });
  page = open.page;
  page.setDefaultTimeout(60_000);
});

afterEach(async () => {
  const { errors, outside, site } = open;
  await open.close();
  // On a static host nobody takes problems from the browser extension, and nobody is asked for any.
  const asked = site.requests.filter((path) => path.includes('companion'));
  expect({ errors, outside, asked }).toEqual({ errors: [], outside: [], asked: [] });
});

/** Leads the page itself to an address within it, as its own links do. */
const go = (hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);

async function pasteDoubling(): Promise<void> {
  await go('#/problems');
  await page.getByLabel('Title').fill('Twice as much');
  await page
    .getByLabel('Statement, as text or Markdown')
    .fill('Read an integer. Print **twice** the integer.');
  await page.getByLabel('Input').fill('21\n');
  await page.getByLabel('Output').fill('42\n');
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await page.getByRole('heading', { name: 'Twice as much' }).waitFor();
}

async function runSamples(source: string): Promise<string> {
  await page.locator('.editor').fill(source);
  await page.keyboard.press('Control+Enter');
  await page.locator('.result-line', { hasText: /Accepted|error|Wrong|exceeded/ }).waitFor();
  return (await page.locator('.result-line').textContent()) ?? '';
}

test('a problem pasted by hand is judged in both languages, and is still there after a reload', async () => {
  await pasteDoubling();
  expect(await page.locator('.markdown strong').textContent()).toBe('twice');
  await page.getByRole('link', { name: 'Practice' }).click();
  expect(await runSamples('print(int(input()) + 1)')).toBe(
    'Wrong answer on sample/1: line 1, column 1: expected 42, got 22.',
  );
  expect(await runSamples('print(int(input()) * 2)')).toBe('Accepted on 1 of 1 tests.');

  await page.getByLabel('Language').selectOption('javascript');
  expect(await runSamples('throw new Error("no")')).toContain('Runtime error on sample/1');

  await page.reload();
  await page.getByRole('heading', { name: 'Twice as much' }).waitFor();
  await expect.poll(() => page.locator('.editor').innerText()).toBe('throw new Error("no")');
});

test('a Kattis package chosen as a folder becomes a problem with its hidden tests', async () => {
  await go('#/problems');
  await page.getByLabel('Choose a folder').setInputFiles(PACKAGE);
  await page.getByRole('heading', { name: 'How Far Apart' }).waitFor();
  expect(await page.locator('.limits').textContent()).toMatch(/1 sample · 3 hidden tests/);
});

test('what cannot be imported is refused with its name and a reason', async () => {
  await go('#/problems');
  const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') };
  await page.getByLabel('Choose files').setInputFiles(file);
  expect(await page.locator('.bring [role=alert]').textContent()).toContain('notes.txt');
});

test('several problems are added to the library, and what cannot be read is told beside them', async () => {
  const problem = (title: string) =>
    JSON.stringify({
      title,
      statement: 'Print 1.',
      tests: [{ id: 'sample/1', input: '', answers: ['1\n'], origin: 'sample' }],
    });
  const lines = [problem('The first'), '{"title": "No tests"}', problem('The last')];
  await go('#/problems');
  await page.getByRole('heading', { name: 'Bring a problem' }).waitFor();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, lines.join('\n'));
  await page.getByText('2 problems added.').waitFor();
  expect(await page.locator('.bring [role=alert]').textContent()).toBe(
    'pasted text, line 2, tests: is missing; it should be a list.',
  );
  for (const title of ['The first', 'The last']) await page.getByRole('link', { name: title }).waitFor();
});

test('a problem without a statement can be judged, and Solve asks for the statement first', async () => {
  const companion = {
    name: 'Sum of two',
    group: 'A contest',
    url: 'https://example.org/problem/1',
    interactive: false,
    memoryLimit: 256,
    timeLimit: 1000,
    tests: [{ input: '1 2\n', output: '3\n' }],
    testType: 'single',
    input: { type: 'stdin' },
    output: { type: 'stdout' },
    languages: { java: { mainClass: 'Main', taskClass: 'Sum' } },
    batch: { id: '1', size: 1 },
  };
  const buffer = Buffer.from(JSON.stringify(companion));
  await go('#/problems');
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'sum.json', mimeType: 'application/json', buffer });
  await page.getByText('came without its statement, and Solve needs one').waitFor();
  await page.getByLabel('Statement').fill('Print the sum of two integers.');
  await page.getByRole('button', { name: 'Keep the statement' }).click();
  await page.getByRole('button', { name: 'Solve' }).waitFor();
  expect(await page.locator('.markdown').textContent()).toBe('Print the sum of two integers.');
});

test('every page stands in a narrow window without scrolling sideways', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await pasteDoubling();
  for (const address of ['#/solve', '#/practice', '#/history', '#/problems']) {
    await go(address);
    await page.locator('main').waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect({ address, beyond }).toEqual({ address, beyond: 0 });
  }
});
