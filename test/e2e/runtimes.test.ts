import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

/** What common static hosts take. */
const MOST_BYTES = 24 * 2 ** 20;
const PARTS = /assets\/.+\.bin$/;

let open: OpenSite;
let page: Page;

beforeAll(async () => {
  open = await openSite({ path: '/below/some/folder/' });
  page = open.page;
  page.setDefaultTimeout(150_000);
});

afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const editor = () => page.locator('.editor');
const downloads = () => page.locator('.downloads');
const partsAsked = () => open.site.requests.filter((path) => PARTS.test(path) && path.includes('ruby'));

async function practise(): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/practice';
  });
  await editor().waitFor();
  await page.getByLabel('Language').selectOption('ruby');
  await editor().fill('puts 1');
}

test('no file of the built site is larger than what static hosts take', () => {
  const dist = join(import.meta.dirname, '../../dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const sizes = files.map((file) => ({ file, size: statSync(join(dist, file)).size }));
  expect(sizes.some(({ file }) => PARTS.test(file))).toBe(true);
  expect(sizes.filter(({ size }) => size > MOST_BYTES)).toEqual([]);
});

test('a runtime’s download shows how far it is, and Stop stops it at once', async () => {
  await practise();
  const held: Route[] = [];
  await page.route(/ruby.*\.0\.bin$/, (route) => void held.push(route));
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect.poll(() => downloads().textContent()).toMatch(/^Ruby 3\.4 is being fetched, once: 0 of 11 MB/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.poll(() => downloads().count()).toBe(0);
  // The interpreter, and the memory that it starts from.
  await expect.poll(() => held.length).toBe(2);
  await page.unroute(/ruby.*\.0\.bin$/);
});

test('it is fetched once: after a reload it comes from what the browser kept', async () => {
  const run = async () => {
    await page.getByRole('button', { name: 'Samples' }).click();
    await page.locator('.result-line', { hasText: /Wrong/ }).waitFor();
  };
  await run();
  expect(partsAsked().length).toBeGreaterThan(0);
  const asked = partsAsked().length;
  await page.reload();
  await practise();
  await run();
  expect(partsAsked()).toHaveLength(asked);
});
