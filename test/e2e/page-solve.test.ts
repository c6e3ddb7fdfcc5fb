import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;

beforeAll(async () => {
  open = await openSite();
  open.page.setDefaultTimeout(150_000);
});
afterAll(() => open.close());

const text = async (selector: string) => (await open.page.locator(selector).first().textContent()) ?? '';

test('a first visit opens on a bundled problem with Solve under the hand', async () => {
  await open.page.locator('.solve-bar button').waitFor();
  await expect.poll(() => open.page.evaluate(() => document.activeElement?.textContent)).toContain('Solve');
  expect(await text('.honest')).toContain('and nothing else');
});

test('the four roles solve it: a program that passes every sample and every hidden test', async () => {
  const { page } = open;
  await page.keyboard.press('Control+Enter');
  await page.locator('.run-state', { hasText: /Solved|Gave up|Failed/ }).waitFor();
  expect(await text('.run-state')).toMatch(/^Solved after .* Graded AC on \d+ hidden tests\.$/);
  expect(await text('.accepted pre')).not.toBe('');
  const spoke = await page.locator('.bar.request').evaluateAll((bars) => {
    return [...new Set(bars.map((bar) => bar.getAttribute('aria-label')?.split(' ')[0]))];
  });
  expect(spoke).toEqual(expect.arrayContaining(['retriever', 'planner', 'coder']));
});

test('after it the weights in memory are, bit for bit, those of each pack and of the bare base', async () => {
  const { page } = open;
  await page.locator('.chip').click();
  await page.getByRole('button', { name: 'Check the bits in memory' }).click();
  await page.locator('.proof li').nth(4).waitFor();
  await expect.poll(() => text('.proof ul')).toContain('the bare base');
  expect(await page.locator('.proof .right').count()).toBe(5);
  expect(await page.locator('.proof .wrong').count()).toBe(0);
  await page.keyboard.press('Escape');
});

test('the run is in History after a reload, the same to the last letter', async () => {
  const { page } = open;
  const program = await text('.accepted pre');
  await page.evaluate(() => {
    location.hash = '#/history';
  });
  await page.reload();
  expect(await text('.runs tbody')).toContain('solved');
  await page.locator('.runs a').first().click();
  expect(await text('.accepted pre')).toBe(program);
});

test('an exported run, deleted and imported, is judged again here to the same verdicts', async () => {
  const { page } = open;
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await (await downloading).path();
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good?' }).click();
  await page.getByText('No runs yet').waitFor();

  const notes = { name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{"title": 1}') };
  await page.getByLabel('Import runs').setInputFiles(notes);
  expect(await text('.runs-drop [role=alert]')).toBe('notes.json: is no run; export one in History.');
  await page.getByLabel('Import runs').setInputFiles(file);
  await page.getByText('This run came in a file').waitFor();
  await page.getByRole('button', { name: 'Judge again' }).click();
  await page.locator('.judge-again .same', { hasText: 'the same verdicts on' }).waitFor();

  await page.getByRole('link', { name: 'History' }).click();
  await page.getByLabel('Search runs').fill('imported quartet-tiny');
  await expect.poll(() => page.locator('.runs tbody tr').count()).toBe(1);
  await page.getByLabel('Search runs').fill('no such run');
  await expect.poll(() => page.locator('.runs tbody tr').count()).toBe(0);
});

test('a program written via Python is carried over to JavaScript, and the two print the same', async () => {
  const { page } = open;
  await page.evaluate(() => {
    location.hash = '#/solve';
  });
  await page.locator('.options summary').click();
  await page.getByLabel(/^Language/).selectOption('javascript');
  await page.getByLabel('Written via').selectOption('python');
  await page.locator('.solve-bar button').first().click();
  await page.locator('.run-state', { hasText: /Solved|Gave up|Failed/ }).waitFor();
  expect(await text('.run-state')).toMatch(/^Solved after .* Graded AC/);
  expect(await text('.accepted pre')).toContain("require('fs')");
  await page.getByLabel('Written via').selectOption('');
  await page.getByLabel(/^Language/).selectOption('python');
});

test('Stop stops a run where it is', async () => {
  const { page } = open;
  await page.evaluate(() => {
    location.hash = '#/solve';
  });
  await page.locator('.solve-bar button').click();
  await page.locator('.run-state').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.run-state', { hasText: 'Stopped' }).waitFor();
});

test('nobody outside was asked for anything, and nothing failed unseen', async () => {
  const { page, outside, errors } = open;
  await page.locator('.chip').click();
  expect(await text('.outside strong')).toBe('0 outside requests');
  expect({ outside, errors }).toEqual({ outside: [], errors: [] });
});
