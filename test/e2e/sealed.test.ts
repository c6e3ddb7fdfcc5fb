import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';
import { type Site, serveSite } from '../../tools/site.ts';
import { SEALED } from '../../tools/vite/policy.ts';

const dist = mkdtempSync(join(tmpdir(), 'quartet-sealed-'));
/** Answers everyone, and counts. */
let elsewhere: Server;
let hits = 0;
let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await build({ mode: SEALED, logLevel: 'error', build: { outDir: dist, emptyOutDir: true } });
  elsewhere = createServer((_, response) => {
    hits++;
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('{}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  site = await serveSite({ dist });
  browser = await launchChromium();
  page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(`${site.url}#/models`);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  elsewhere?.close();
  rmSync(dist, { recursive: true });
});

test('a sealed copy has its model, and says why it asks nobody for another', async () => {
  await page.locator('.facts-list', { hasText: 'packs for retriever' }).waitFor();
  await page.getByRole('button', { name: 'Download Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC' }).click();
  const refusal = page.locator('.job .wrong', { hasText: 'this copy of Quartet asks nobody' });
  await refusal.waitFor();
  expect(await refusal.textContent()).toContain('Bring a model’s files from disk');
  expect(await page.locator('.endpoints').textContent()).toContain('endpoints are off');
  expect(await page.locator('.endpoints form').count()).toBe(0);
});

test('its policy holds even what goes around its gate', async () => {
  const { port } = elsewhere.address() as AddressInfo;
  const ask = (url: string) =>
    fetch(url).then(
      () => 'went out',
      () => 'held',
    );
  expect(await page.evaluate(ask, `http://127.0.0.1:${port}/`)).toBe('held');
  expect(await page.evaluate(ask, `http://localhost:${port}/`)).toBe('held');
  expect(hits).toBe(0);
});
