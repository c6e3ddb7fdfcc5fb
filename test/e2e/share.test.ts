import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

const title = 'Twice as much';
const WRONG = 'const n = Number(require("fs").readFileSync(0, "utf8"));\nconsole.log(n === 3 ? 7 : 2 * n)';

let open: OpenSite;
/** Who sends, and who gets the link, in another browser. */
let sender: Page;
let reader: Page;
let link: string;

beforeAll(async () => {
  open = await openSite();
  sender = open.page;
  reader = await (await open.browser.newContext()).newPage();
  for (const page of [sender, reader]) {
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => open.errors.push(String(error)));
  }
});
afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const go = (page: Page, hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);
const editor = (page: Page) => page.locator('.editor');

async function bring(page: Page): Promise<void> {
  const test = (id: string, value: number, origin: string) => ({
    ...{ id, origin, input: `${value}\n`, answers: [`${2 * value}\n`] },
  });
  const problem = {
    title,
    statement: 'Print **twice** the integer.',
    tests: [test('sample/1', 21, 'sample'), test('secret/1', 3, 'secret')],
    references: [{ language: 'python', source: 'the author’s own', verdict: 'accepted' }],
  };
  await go(page, '#/problems');
  await page.getByLabel('Choose files').setInputFiles({
    ...{ name: 'twice.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify(problem)),
  });
  await page.getByRole('heading', { name: title }).waitFor();
  await page.getByRole('link', { name: 'Practice' }).click();
  await page.getByLabel('Language', { exact: true }).selectOption('javascript');
  await editor(page).waitFor();
}

test('Practice makes a link of a problem, a program and its verdicts, and says how long it is', async () => {
  await bring(sender);
  await editor(sender).fill(WRONG);
  await sender.keyboard.press('Control+Enter');
  await sender.locator('.result-line', { hasText: 'Wrong answer on secret/1' }).waitFor();
  await sender.keyboard.press('Alt+S');
  const dialog = sender.getByRole('dialog', { name: 'Share as a link' });
  await dialog.getByText('2 verdicts').waitFor();
  await dialog.getByText('Browsers never send that part to a host').waitFor();
  await dialog.getByText('This page lies on your own machine').waitFor();
  const field = dialog.getByLabel('Link');
  link = await field.inputValue();
  expect(link).toContain('#/share/1.');
  await dialog.getByText(`${link.length.toLocaleString('en')} characters.`).waitFor();
  await dialog.getByLabel('Hidden tests (1)').check();
  await expect.poll(async () => (await field.inputValue()).length).toBeGreaterThan(link.length);
  await sender.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('whoever opens it sees it all, as the sender’s words, and judges it again by one button', async () => {
  await reader.goto(link);
  await reader.getByRole('heading', { name: title }).waitFor();
  expect(await reader.locator('.markdown strong').textContent()).toBe('twice');
  expect(await reader.locator('.code').innerText()).toContain('n === 3 ? 7');
  await reader.getByText('the verdicts are what its sender says').waitFor();
  await reader.getByText('Left out: 1 hidden test.').waitFor();
  const said = reader.getByRole('region', { name: 'What the sender says' });
  expect(await said.locator('.verdict').textContent()).toBe('WA');
  await reader.getByRole('button', { name: 'Judge it here' }).click();
  await said.getByText('Here the same verdicts on 1 test.').waitFor();
  await reader.locator('.result-line', { hasText: 'Accepted on 1 of 1 tests.' }).waitFor();
  // Nothing was kept by looking at it.
  await go(reader, '#/problems');
  await reader.locator('.problem-list').waitFor();
  expect(await reader.locator('.problem-list').getByText(title).count()).toBe(0);
});

test('opened in Practice it stands beside what the reader has', async () => {
  await bring(reader);
  await editor(reader).fill('console.log("my own")');
  await reader.goto(link);
  await reader.getByText('You have this problem: it stays as it is').waitFor();
  // The reader's own has the hidden test that was left out.
  await reader.getByText('you have this very problem, so it is judged on all tests').waitFor();
  await reader.getByRole('button', { name: 'Judge it here' }).click();
  await reader.getByText('Here the same verdicts on 2 tests.').waitFor();
  await reader.getByRole('button', { name: 'Open in Practice' }).click();
  await expect.poll(() => editor(reader).innerText()).toContain('n === 3 ? 7');
  expect(await reader.getByLabel('Draft').inputValue()).toBe('2');
  await reader.locator('.limits', { hasText: '1 hidden test' }).waitFor();
  await reader.getByLabel('Draft').selectOption('1');
  await expect.poll(() => editor(reader).innerText()).toBe('console.log("my own")');
});

test.each<[what: string, change: (link: string) => string, reason: string]>([
  ['cut off', (whole) => whole.slice(0, -20), 'The link was cut off'],
  ['cut off to nothing', (whole) => whole.slice(0, whole.indexOf('1.')), 'its beginning is not there'],
  ['altered', (whole) => `${whole.slice(0, -20)}%E0${whole.slice(-17)}`, 'some of it was changed'],
  ['of a newer page', (whole) => whole.replace('/share/1.', '/share/9.'), 'newer version of this page'],
])('a link that is %s says so, and nothing is kept', async (_, change, reason) => {
  await reader.goto(change(link));
  await reader.getByRole('alert').filter({ hasText: reason }).waitFor();
});

test('no host was ever told what the link holds', () => {
  const [, payload] = link.split('#/share/');
  expect(open.site.requests.filter((path) => path.includes(payload!.slice(2, 40)))).toEqual([]);
});
