import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { readArguments, runCommand } from './command-line.ts';
import { openSite } from './site.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const LONGEST_SOLVE_MS = 120_000;
const PAGES = [
  'solve',
  'practice',
  'history',
  'studio',
  'studio/languages',
  'problems',
  'models',
  'roles',
  'offline',
  'benchmarks',
  'backup',
];

const USAGE = `Usage: npm run screenshot -- [--all FOLDER]

Solves the first bundled problem in the built page and takes the README's two pictures. With --all it takes every page
instead, wide and narrow, light and dark, to be looked at.
`;

async function main(all: string | undefined): Promise<void> {
  if (all) mkdirSync(all, { recursive: true });
  const { page, site, close } = await openSite({ serviceWorker: true });
  try {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 1120 });
    const opened = Date.now();
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Solve' }).click();
    await page
      .locator('.run-state', { hasText: /Solved|Gave up|Failed/ })
      .waitFor({ timeout: LONGEST_SOLVE_MS });
    const seconds = ((Date.now() - opened) / 1000).toFixed(1);
    process.stdout.write(`${await page.locator('.run-state').textContent()} ${seconds} s after opening\n`);
    await page.locator('.replay').waitFor();
    if (all) await takeAll(page, all);
    else await takeTwo(page);
  } finally {
    await close();
  }
}

async function takeTwo(page: Page): Promise<void> {
  await page.screenshot({ path: join(docs, 'screenshot.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 780 });
  await page.locator('.run').evaluate((run) => run.scrollIntoView());
  await page.screenshot({ path: join(docs, 'screenshot-narrow.png') });
}

async function takeAll(page: Page, folder: string): Promise<void> {
  for (const [width, size] of Object.entries({
    wide: { width: 1280, height: 900 },
    narrow: { width: 360, height: 740 },
  })) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const name of PAGES) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `#/${name}`);
        await page.locator('main h1').first().waitFor();
        const file = `${name.replace('/', '-')}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, file), fullPage: true });
      }
      await page.evaluate(() => {
        location.hash = '#/history';
      });
      await page.locator('.runs a').first().click();
      await page.locator('.replay').waitFor();
      await page.screenshot({ path: join(folder, `run-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

await runCommand(USAGE, async () => {
  const { values } = readArguments({
    options: { all: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return null;
  await main(values.all);
  return true;
});
