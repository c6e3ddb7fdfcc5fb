import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';

/** The command makes a kit, its own server serves it, and a browser without anything else uses it. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'quartet-kit-'));
const kit = join(folder, 'kit');
let server: ChildProcess;
let browser: Browser;
let page: Page;
let address = '';
const outside: string[] = [];

const command = (...words: string[]) =>
  spawnSync('npx', ['--no-install', 'tsx', 'tools/kit.ts', ...words], { cwd: root, encoding: 'utf8' });

beforeAll(async () => {
  const problem = join(folder, 'twice.md');
  writeFileSync(problem, '# Twice\n\nPrint it twice as large.\n\n```input\n3\n```\n\n```output\n6\n```\n');
  const model = 'test/fixtures/llm/packed';
  const made = command(
    ...['--out', kit, '--languages', 'javascript', '--model', model, '--problems', problem, '--largest', '8'],
  );
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);
  server = spawn(process.execPath, [join(kit, 'serve.mjs'), '0', '--no-browser'], {
    stdio: ['ignore', 'pipe', 2],
  });
  address = await new Promise<string>((resolve) =>
    server.stdout!.on('data', (text) =>
      resolve(/http:\/\/\S+/.exec(String(text))![0].replace('localhost', '127.0.0.1')),
    ),
  );
  browser = await launchChromium();
  const context = await browser.newContext();
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(address)) return route.fallback();
    outside.push(url);
    return route.abort();
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
});

afterAll(async () => {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true });
  expect(outside).toEqual([]);
});

const go = (hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);

test('it opens with the problems of the set, and has the languages that were named, and Python', async () => {
  await go('#/practice');
  await page.getByRole('heading', { name: 'Twice' }).first().waitFor();
  const languages = await page.getByLabel('Language').locator('option').allTextContents();
  expect(languages.map((name) => name.split(' ')[0])).toEqual(['Python', 'JavaScript']);
  const assets = readdirSync(join(kit, 'assets')).join(' ');
  expect(assets).toContain('python');
  expect(assets).not.toMatch(/ruby.*\.bin|llvm.*\.bin/);
});

test('its model is copied into the browser, file by file checked, and is used from there', async () => {
  await go('#/models');
  await page.getByRole('button', { name: 'Copy packed to this browser' }).click();
  const row = page.locator('.kept tr', { has: page.getByRole('rowheader', { name: 'packed', exact: true }) });
  await row.getByText('whole, packs for coder').waitFor();
  await row.getByRole('button', { name: 'Use' }).click();
  await row.getByText('in use').waitFor();
});

test('it says on the page that the host isolates it, as its server sends the headers', async () => {
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.getByRole('button', { name: /^Status/ }).click();
  await page.getByText(/^Cross-origin isolated/).waitFor();
});

test('once it was opened it needs its server no more: the set, its languages and the model are in the browser', async () => {
  const facts = page.locator('.offline-facts', { hasText: /Works without a network: This page/ });
  await facts.waitFor({ state: 'attached' });
  expect(await facts.textContent()).toMatch(/JavaScript; Python 3\. Only with one: What runs the compiled/);
  server.kill();
  await page.goto('about:blank');
  await page.goto(`${address}#/practice`);
  await page.getByRole('heading', { name: 'Twice' }).first().waitFor();
  await page.locator('.chip .dot.ready').waitFor();
  expect(await page.locator('.chip').textContent()).not.toContain('quartet-tiny');
});

test('a folder that holds other things is not touched', () => {
  const other = mkdtempSync(join(folder, 'other-'));
  writeFileSync(join(other, 'thesis.txt'), 'years of work');
  const refused = command('--out', other);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/is not empty and no kit/);
  expect(statSync(join(other, 'thesis.txt')).size).toBe(13);
});
