import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

/** One page, in which each test goes on from where the one before it left off. */
const MODEL = fileURLToPath(new URL('../fixtures/llm/packed', import.meta.url));
const PACKAGE = fileURLToPath(new URL('fixtures/how-far-apart', import.meta.url));
let open: OpenSite;
let page: Page;

beforeAll(async () => {
  open = await openSite();
  page = open.page;
  page.setDefaultTimeout(120_000);
  await go('#/models');
  await facts().waitFor();
});

afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const go = (hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);
const facts = () => page.locator('.facts-list');
const inUse = async () => (await page.locator('.in-use .chosen strong').textContent()) ?? '';
const row = (name: string) =>
  page.locator('.kept tr', { has: page.getByRole('rowheader', { name, exact: true }) });
const runsOn = () => page.getByLabel('runs on');

test('the model in use is told of and measured', async () => {
  expect(await inUse()).toBe('quartet-tiny');
  expect(await facts().textContent()).toMatch(/cpu, WebAssembly SIMD/);
  await page.getByRole('button', { name: 'Measure its speed' }).click();
  const speed = page.locator('.speed', {
    hasText: /reads [1-9]\d*, writes [1-9]\d* of one answer, [1-9]\d* of 8 together/,
  });
  await speed.waitFor();
});

test('what the model runs on can be chosen, is kept, and can be left to a measurement again', async () => {
  await runsOn().selectOption('cpu');
  await facts().waitFor();
  await page.reload();
  await facts().waitFor();
  expect(await runsOn().inputValue()).toBe('cpu');
  await page.getByRole('button', { name: 'Choose the kernels again' }).click();
  await expect.poll(() => runsOn().inputValue()).toBe('auto');
  await facts().waitFor();
});

test('the list says what this device can run, and nothing is asked for unless the person says so', async () => {
  const seven = page.locator('tr', { hasText: 'Qwen2.5-Coder-7B-Instruct-q4f16_1' });
  expect(await seven.textContent()).toMatch(/7\.6 B\s*4\.28 GB\s*5\.11 GB\s*Apache-2\.0/);
  await seven.locator('.unfit, .slow, .right').waitFor();
  await seven.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'No' }).click();
  await page.locator('.job .wrong').waitFor();
  await page.locator('.job').getByRole('button', { name: 'Dismiss' }).click();
  expect(open.outside).toEqual([]);
});

test('a mirror that the person names is asked in the place of where the list is published', async () => {
  await page.getByText(/^Downloaded from huggingface.co and/).click();
  const models = page.getByLabel('Models from');
  await models.fill('mirror');
  await models.press('Tab');
  await page.getByText(/^Downloaded from huggingface.co and/).waitFor();
  await models.fill('https://mirror.example/hub');
  await models.press('Tab');
  await page.getByText(/^Downloaded from mirror.example and/).waitFor();
  await page.getByRole('button', { name: 'Download Qwen2.5-Coder-0.5B-Instruct-q4f16_1-MLC' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('mirror.example').first().waitFor();
  await question.getByRole('button', { name: 'No' }).click();
  await page.locator('.job').getByRole('button', { name: 'Dismiss' }).click();
  await models.fill('');
  await models.press('Tab');
  expect(open.outside).toEqual([]);
});

test('a model’s folder is imported and checked; another folder is refused with the reason', async () => {
  await page.getByLabel("Choose a model's folder").setInputFiles(MODEL);
  await row('tiny-random').getByText('whole, packs for coder').waitFor();
  await row('tiny-random').getByRole('button', { name: 'Check' }).click();
  await page.getByText('Every file is as it was.').waitFor();
  await page.getByLabel("Choose a model's folder").setInputFiles(PACKAGE);
  await page.locator('.job .wrong', { hasText: 'mlc-chat-config.json' }).waitFor();
});

test('a kept model is used by every room, also after a reload, and its roles have its packs', async () => {
  await row('tiny-random').getByRole('button', { name: 'Use' }).click();
  await facts().filter({ hasText: 'packs for coder' }).waitFor();
  expect(await inUse()).toBe('tiny-random');
  await page.reload();
  await facts().waitFor();
  expect(await inUse()).toBe('tiny-random');
  expect(await page.locator('.chip').textContent()).toContain('tiny-random');
  await go('#/roles');
  await page.getByRole('button', { name: 'Prove and measure them all' }).click();
  for (const name of ['coder', 'bare base'])
    await page
      .locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) })
      .locator('.right')
      .waitFor();
  expect(await page.getByText('runs on the bare base').count()).toBe(3);
});

test('a run records what it ran on, and is made again so; where that is not to be had, the page says it', async () => {
  await go('#/solve');
  await page.locator('.options summary').click();
  for (const label of ['Plans', 'Programs each']) await page.getByLabel(label).fill('1');
  await page.getByLabel('Mending rounds').fill('0');
  await page.getByRole('button', { name: 'Solve' }).click();
  const ended = page.locator('.run-state', { hasText: /Solved|Gave up|Failed/ });
  await ended.waitFor();
  await go('#/history');
  await page.locator('.runs tbody a').first().click();
  await page.locator('.replay-header', { hasText: /tiny-random [0-9a-f]{12} · cpu 1/ }).waitFor();
  const first = page.url();

  // With another model in use, the run's own is loaded for it.
  await go('#/models');
  await row('quartet-tiny').getByRole('button', { name: 'Use' }).click();
  await facts().filter({ hasText: 'packs for retriever' }).waitFor();
  await page.goto(first);
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.locator('.solve-bar').waitFor();
  await ended.waitFor();
  await go('#/history');
  await expect.poll(() => page.locator('.runs tbody tr').count()).toBe(2);
  expect(await page.locator('.chip').textContent()).toContain('tiny-random');

  // As if it had been made on a GPU that is not here.
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('quartet-events');
      request.onsuccess = () => resolve(request.result);
    });
    const store = db.transaction('events', 'readwrite').objectStore('events');
    await new Promise<void>((resolve) => {
      const cursor = store.openCursor();
      cursor.onsuccess = () => {
        const { result } = cursor;
        if (!result) return resolve();
        if (result.value.type === 'started')
          result.update({ ...result.value, kernels: 'wgsl 1 f16 lanes 16 subgroups wide' });
        result.continue();
      };
    });
    db.close();
  });
  await page.goto(first);
  await page.reload();
  await page.locator('.replay-header', { hasText: 'wgsl 1 f16 lanes 16 subgroups wide' }).waitFor();
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.locator('.notice.error', { hasText: 'cannot be made again as it was' }).waitFor();
});

test('the model in use can be deleted: the page goes back to its own, and runs of it cannot be made again', async () => {
  await go('#/models');
  await row('tiny-random').getByRole('button', { name: 'Delete' }).click();
  await row('tiny-random').getByRole('button', { name: 'Delete for good?' }).click();
  await expect.poll(() => row('tiny-random').count()).toBe(0);
  await go('#/history');
  await page.locator('.runs tbody a').first().click();
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.locator('.notice.error', { hasText: 'tiny-random is not on this device' }).waitFor();
});
