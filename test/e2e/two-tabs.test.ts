import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;

beforeAll(async () => {
  open = await openSite();
  open.context.setDefaultTimeout(120_000);
});
afterAll(() => open.close());

const hasModel = (page: Page) => page.locator('.chip .dot.ready').waitFor();
const told = (page: Page, words: string) => page.locator('.notice', { hasText: words }).waitFor();

test('of two tabs one has the model; the other says so, takes it over, and gives it back', async () => {
  const first = open.page;
  await hasModel(first);
  const second = await open.context.newPage();
  await second.goto(open.site.url);
  await told(second, 'Another tab of this page holds the model');
  expect(await second.locator('.chip .dot.ready').count()).toBe(0);

  await second.getByRole('button', { name: 'Take it over' }).click();
  await hasModel(second);
  await told(first, 'has taken the model over');
  expect(await first.locator('.chip .dot.ready').count()).toBe(0);

  await first.getByRole('button', { name: 'Take it back' }).click();
  await hasModel(first);
  await told(second, 'has taken the model over');
  await second.close();
});

test('a tab in mid-run keeps the model; when it is closed, the one that waits has it', async () => {
  const first = open.page;
  // So many programs that the run is not over before the tab is closed.
  await first.locator('.options summary').click();
  await first.getByLabel('Plans').fill('8');
  await first.getByLabel('Programs each').fill('8');
  await first.getByLabel('Early stop').uncheck();
  await first.getByRole('button', { name: 'Solve' }).click();
  await first.locator('.run-state').waitFor();
  const second = await open.context.newPage();
  await second.goto(open.site.url);
  await told(second, 'Another tab of this page holds the model');
  await second.getByRole('button', { name: 'Take it over' }).click();
  await told(second, 'Another tab of this page works with the model');
  await second.getByRole('link', { name: 'History' }).click();
  const run = second.locator('.runs tbody tr');
  await run.getByRole('cell', { name: 'running', exact: true }).waitFor();
  expect(await run.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  await first.close();
  await run.getByRole('cell', { name: 'interrupted', exact: true }).waitFor();
  await run.getByRole('button', { name: 'Delete' }).waitFor();
  await second.getByRole('link', { name: 'Solve' }).click();
  await hasModel(second);
  await second.locator('.notice', { hasText: 'the model' }).waitFor({ state: 'detached' });
  expect(open.errors).toEqual([]);
});
