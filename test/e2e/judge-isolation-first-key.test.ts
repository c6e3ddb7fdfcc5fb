import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';
import { ensureBuilt, type Site, serveSite } from '../../tools/site.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const MARK = '/editor-takes-a-key';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  await ensureBuilt();
  site = await serveSite();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('until the editor takes a key, the page, its workers and runtimes have read at most 150 kB of JavaScript, gzipped', async () => {
  const page = await browser.newPage();
  await page.addInitScript((mark) => {
    new MutationObserver((_changes, observer) => {
      if (!document.querySelector('.editor [contenteditable=true], .editor[contenteditable=true]')) return;
      observer.disconnect();
      void fetch(`.${mark}`).catch(() => {});
    }).observe(document, { subtree: true, childList: true, attributes: true });
  }, MARK);
  await page.goto(`${site.url}#/practice`);
  await page.locator('.editor').pressSequentially('x = 1');
  await expect.poll(() => site.requests).toContain(MARK);
  const read = site.requests.slice(0, site.requests.indexOf(MARK)).filter((path) => path.endsWith('.js'));
  const bytes = [...new Set(read)].reduce((sum, path) => sum + gzipSync(readFileSync(dist + path)).length, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes, read.join(' ')).toBeLessThan(150_000);
  expect(await page.locator('.editor').innerText()).toContain('x = 1');
});
