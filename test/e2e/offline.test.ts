import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';
import { type OpenSite, openSite, serveSite } from '../../tools/site.ts';
import { writeSiteList } from '../../tools/vite/site-list.ts';

const DIST = join(import.meta.dirname, '../../dist');

/** What has to be ended after a test, the last first. */
let endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.reverse()) await end();
  endings = [];
});

async function visit(options: Parameters<typeof openSite>[0] = {}): Promise<OpenSite> {
  const open = await openSite({ path: '/a/folder/', serviceWorker: true, ...options });
  endings.push(open.close);
  open.page.setDefaultTimeout(30_000);
  return open;
}

const go = (page: Page, hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);

/** Waits until the status says so of a time without a network. */
async function told(page: Page, words: RegExp): Promise<void> {
  const facts = page.locator('.offline-facts');
  await facts
    .filter({ hasText: words })
    .waitFor({ state: 'attached' })
    .catch(async (error: Error) => {
      throw new Error(`${error.message}\nIt says: ${await facts.textContent()}`);
    });
}

async function solve(page: Page): Promise<string> {
  await go(page, '#/solve');
  await page.locator('.solve-bar button').first().click();
  const state = page.locator('.run-state', { hasText: /Solved|Gave up|Failed/ });
  await state.waitFor();
  return (await state.textContent()) ?? '';
}

/** Judges a program, and waits until its result says so. */
async function judge(page: Page, language: string, source: string, result: string): Promise<void> {
  await go(page, '#/practice');
  await page.getByLabel('Language', { exact: true }).selectOption(language);
  await page.locator('.editor').fill(source);
  await page.keyboard.press('Control+Enter');
  await page.locator('.result', { hasText: result }).waitFor();
}

test('from the second visit on no network is needed: to solve, judge in languages used, look back, make data', async () => {
  const { page, context, site, errors, outside } = await visit({ isolated: true });
  await page.goto(`${site.url}#/solve`);
  expect(await solve(page)).toMatch(/^Solved/);
  await judge(page, 'lua', 'print("wrong-at-first")', 'wrong-at-first');
  await told(page, /Works without a network: This page.*Lua.*Only with one:.*Ruby/);
  const session = await context.newCDPSession(page);
  // All that keeps it from being installed is that a test's browser is a private window.
  expect(await session.send('Page.getInstallabilityErrors')).toEqual({
    installabilityErrors: [{ errorId: 'in-incognito', errorArguments: [] }],
  });

  await site.close();
  await context.setOffline(true);
  // The first visit goes on too, with pages that it has not opened.
  await go(page, '#/models');
  await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
  await page.goto('about:blank');
  await page.goto(`${site.url}#/solve`);
  await told(page, /There is no network now/);
  expect(await page.locator('.chip').textContent()).toContain('offline');
  // The host's headers were kept with its files.
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await solve(page)).toMatch(/^Solved.*Graded AC/);
  await judge(page, 'lua', 'print("wrong-again")', 'wrong-again');
  await judge(page, 'ruby', 'puts 1', 'Without a network only a language that was used');
  await go(page, '#/history');
  await expect.poll(() => page.locator('.runs a').count()).toBe(2);
  await page.locator('.runs a').last().click();
  await page.locator('.replay').waitFor();
  await go(page, '#/studio');
  await page.getByLabel('How many').fill('3');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.studio-job [role=status]', { hasText: '3 of 3, done' }).first().waitFor();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

test('storage that is full is said with what to do, costs nothing that works, and is gone on from', async () => {
  const site = await serveSite({ path: '/a/folder/', serviceWorker: true });
  const browser = await launchChromium();
  endings.push(site.close, () => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const session = await context.newCDPSession(page);
  const allow = (quotaSize?: number) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: new URL(site.url).origin,
      ...(quotaSize && { quotaSize }),
    });
  await allow(3e6);
  await page.goto(site.url);
  await told(page, /MB more are needed and there is room for .+: delete a model/);
  await judge(page, 'javascript', 'console.log("judged")', 'judged');

  await allow(40e6);
  await context.setOffline(true);
  await context.setOffline(false);
  await told(page, /Works without a network: This page/);
  await go(page, '#/offline');
  await page.getByRole('button', { name: 'Take everything offline' }).click();
  await page.locator('.pieces .wrong', { hasText: 'MB more are needed' }).waitFor();

  await allow();
  await page.getByRole('button', { name: 'Take everything offline' }).click();
  await page.getByText(/Everything is here, /).waitFor();
  await site.close();
  await page.reload();
  await page.locator('.pieces').waitFor();
  expect(await page.locator('.pieces .here').count()).toBe(await page.locator('.pieces tbody tr').count());
  await judge(page, 'lua', 'print("taken-along")', 'taken-along');
});

test('a file that the browser has lost is fetched again; without a network the page opens, and says what it lacks', async () => {
  const { page, site } = await visit();
  await told(page, /Works without a network: This page/);
  /** Loses the code of History, and tells how many files that was. */
  const lose = () =>
    page.evaluate(async () => {
      const [name] = (await caches.keys()).filter((key) => key.startsWith('quartet-site'));
      const cache = await caches.open(name!);
      const lost = (await cache.keys()).filter(({ url }) => /\/history-\w+\.css$/.test(url));
      await Promise.all(lost.map((request) => cache.delete(request)));
      return lost.length;
    });
  expect(await lose()).toBe(1);
  await page.reload();
  await told(page, /Works without a network: This page/);
  expect(await lose()).toBe(1);
  await site.close();
  await page.reload();
  await told(page, /The browser has lost something of this page/);
  await judge(page, 'javascript', 'console.log("judged")', 'judged');
  await go(page, '#/history');
  await page.getByText("This page's code could not be read").waitFor();
});

/** The built site in a folder of its own, without what makes it large. */
async function copyOfSite(): Promise<string> {
  const dist = await mkdtemp(join(tmpdir(), 'quartet-versions-'));
  endings.push(() => rm(dist, { recursive: true }));
  await cp(DIST, dist, { recursive: true, filter: (file) => !/\.map$|(llvm|ruby).*\.bin$/.test(file) });
  return dist;
}

test('a file that did not come is asked for again after a while', async () => {
  const dist = await copyOfSite();
  const name = (await readdir(join(dist, 'assets'))).find((file) => /^history-.*\.css$/.test(file))!;
  const file = join(dist, 'assets', name);
  await rename(file, `${file}.away`);
  const { page } = await visit({ dist });
  await told(page, /file assets\/history-.*\.css could not be read: the server answered 404/);
  await rename(`${file}.away`, file);
  await told(page, /Works without a network: This page/);
});

/** A later version of the site in place of the first, of which nothing is left but the runtimes. */
async function publishNext(folder: string): Promise<void> {
  for (const name of await readdir(join(folder, 'assets')))
    if (/\.(js|css)$/.test(name)) await rm(join(folder, 'assets', name));
  for (const name of ['models', 'problems']) await rm(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<title>The next</title>');
  await writeSiteList(folder, 'next');
}

test('a newer version is offered while a run is on, which goes on in its own, and is taken when that is over', async () => {
  const dist = await copyOfSite();
  const { page, context, site, errors } = await visit({ dist });
  await told(page, /Works without a network: This page/);
  const other = await context.newPage();
  await other.goto(`${site.url}#/history`);
  await other.getByText('No runs yet.').waitFor();
  await page.locator('.chip .dot.ready').waitFor();
  await page.locator('.options summary').click();
  await page.getByLabel('Plans').fill('8');
  await page.getByLabel('Programs each').fill('8');
  await page.getByLabel('Early stop').uncheck();
  await page.locator('.solve-bar button').first().click();
  await page.locator('.run-state').waitFor();

  await publishNext(dist);
  await context.setOffline(true);
  await context.setOffline(false);
  const offer = page.locator('.notice', {
    hasText: 'A new version of Quartet is here. What runs now goes on',
  });
  await offer.getByRole('button', { name: 'Take it when this is over' }).click();
  await page.locator('.notice', { hasText: 'is taken when this is over' }).waitFor();
  // Code that the page has not read yet, and that the host has no more.
  await go(page, '#/studio');
  await page.getByRole('heading', { name: 'Studio', level: 1 }).waitFor();
  expect(await page.title()).not.toBe('The next');
  await expect.poll(() => page.title()).toBe('The next');

  // The run lost nothing, and a tab that was open before is what it was until its person takes the newer one there.
  await go(other, '#/models');
  await other.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
  await go(other, '#/history');
  await other.getByRole('cell', { name: 'solved', exact: true }).waitFor();
  await other.getByRole('button', { name: 'Take it', exact: true }).click();
  await expect.poll(() => other.title()).toBe('The next');
  expect(errors).toEqual([]);
});

test('a page that came over plain http works, and says why it cannot be kept', async () => {
  const site = await serveSite({ serviceWorker: true });
  const browser = await launchChromium(['--host-resolver-rules=MAP quartet.example 127.0.0.1']);
  endings.push(site.close, () => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(site.url.replace('127.0.0.1', 'quartet.example'));
  await told(page, /This page opens with a network only, because it came over plain http/);
  expect(await solve(page)).toMatch(/^Solved/);
});
