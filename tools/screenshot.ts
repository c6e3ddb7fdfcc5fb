/** `npm run screenshot`: solves the first bundled problem in the built page and takes the README's two pictures. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSite } from './site.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const LONGEST_SOLVE_MS = 120_000;

mkdirSync(docs, { recursive: true });
const { page, close } = await openSite();
try {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 1120 });
  await page.getByRole('button', { name: 'Solve' }).click();
  await page
    .locator('.run-state', { hasText: /Solved|Gave up|Failed/ })
    .waitFor({ timeout: LONGEST_SOLVE_MS });
  process.stdout.write(`${await page.locator('.run-state').textContent()}\n`);
  await page.screenshot({ path: join(docs, 'screenshot.png') });

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 780 });
  await page.locator('.run').evaluate((run) => run.scrollIntoView());
  await page.screenshot({ path: join(docs, 'screenshot-narrow.png') });
} finally {
  await close();
}
