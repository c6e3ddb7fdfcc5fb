import { expect, test } from 'vitest';
import { openSite } from '../../tools/site.ts';
import { textBelow } from './page-contrast.ts';

/** Contrast of small text that WCAG 2 asks for at level AA. */
const AA = 4.5;

test('every text of Practice, its palette and the library can be read, in light and in dark', async () => {
  const { page, close, errors, outside } = await openSite();
  try {
    page.setDefaultTimeout(60_000);
    // Without motion a colour is at once what it will be.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => {
        location.hash = '#/practice';
      });
      await page
        .locator('.editor')
        .fill('def f(x):\n    # twice\n    return int(x) * 2\nprint("a", f(1), None)\n');
      await page.locator('.editor .tok-comment').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('.result-line', { hasText: 'Wrong answer' }).waitFor();
      expect({ colorScheme, below: await textBelow(page, AA) }).toEqual({ colorScheme, below: [] });
      await page.keyboard.press('Control+K');
      await page.locator('.palette').waitFor();
      expect({ colorScheme, below: await textBelow(page, AA) }).toEqual({ colorScheme, below: [] });
      await page.keyboard.press('Escape');
      await page.evaluate(() => {
        location.hash = '#/problems';
      });
      await page.locator('.problem-list').waitFor();
      expect({ colorScheme, below: await textBelow(page, AA) }).toEqual({ colorScheme, below: [] });
    }
  } finally {
    await close();
  }
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});
