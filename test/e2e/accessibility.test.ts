import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;
let page: Page;
/** Of the program in Practice, as its dialog made it. */
let link = '';

/** Goes to an address within the page, and waits until what was there before is gone. */
const go = (hash: string) =>
  page.evaluate((address) => {
    if (location.hash === address) return;
    location.hash = address;
    return new Promise<void>((resolve) => {
      const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      addEventListener('hashchange', drawn, { once: true });
    });
  }, hash);

/** Leaves something on every page: a run, a program with a wrong answer, a job of the studio. */
beforeAll(async () => {
  open = await openSite({ serviceWorker: true });
  page = open.page;
  page.setDefaultTimeout(60_000);
  await page.getByRole('button', { name: 'Solve' }).click();
  await page.locator('.replay').waitFor();
  await go('#/practice');
  await page
    .locator('.editor')
    .fill('def f(x):\n    # twice\n    return int(x) * 2\nprint("a", f(1), None)\n');
  await page.keyboard.press('Control+Enter');
  await page.locator('.result-line', { hasText: 'Wrong answer' }).waitFor();
  await go('#/studio');
  await page.getByLabel('How many').fill('3');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.studio-job', { hasText: 'done' }).waitFor();
  await page.evaluate(axe.source);
});
afterAll(() => open.close());

/** What axe finds on the page as it stands, each rule with the element. */
const violations = () =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  });

/** Every page, and what opens on it: how to get there, and what is there then. */
const PLACES: [name: string, arrive: () => Promise<unknown>, leave?: () => Promise<unknown>][] = [
  [
    'Solve with a program open',
    async () => {
      await go('#/solve');
      await page.locator('.bar').last().click();
    },
  ],
  [
    'Practice',
    async () => {
      await go('#/practice');
      // In a narrow window the code is behind a tab.
      await page.locator('.editor .tok-comment').waitFor({ state: 'attached' });
    },
  ],
  ...['Code', 'Tests'].map((part): [name: string, arrive: () => Promise<unknown>] => [
    `Practice’s ${part}`,
    async () => {
      const tab = page.getByRole('main').getByText(part, { exact: true }).first();
      if (await tab.isVisible()) await tab.click();
    },
  ]),
  [
    'the link to share',
    async () => {
      await page.keyboard.press('Alt+S');
      link = await page.getByLabel('Link', { exact: true }).inputValue();
    },
    () => page.keyboard.press('Escape'),
  ],
  [
    'a shared link',
    async () => {
      await go(new URL(link).hash);
      await page.getByRole('button', { name: 'Judge it here' }).waitFor();
    },
    () => go('#/practice'),
  ],
  ['the palette', () => page.keyboard.press('Control+K'), () => page.keyboard.press('Escape')],
  ['History', () => go('#/history')],
  [
    'a run',
    async () => {
      await page.locator('.runs a').first().click();
      await page.locator('.replay').waitFor();
    },
  ],
  [
    'the Studio',
    async () => {
      await go('#/studio');
      await page.getByRole('tab', { name: 'Distil' }).click();
    },
  ],
  ['the language agents', () => go('#/studio/languages')],
  [
    'Problems',
    async () => {
      await go('#/problems');
      await page.locator('.problem-list').waitFor();
    },
  ],
  [
    'Models',
    async () => {
      await go('#/models');
      await page.locator('.facts-list').waitFor();
    },
  ],
  ['Roles', () => go('#/roles')],
  [
    'Offline',
    async () => {
      await go('#/offline');
      await page.locator('.pieces').waitFor();
    },
  ],
  ['Benchmarks', () => go('#/benchmarks')],
  [
    'Backup',
    async () => {
      await go('#/backup');
      await page.getByRole('button', { name: 'Make a backup' }).waitFor();
    },
  ],
  ['the facts', () => page.locator('.chip').click(), () => page.keyboard.press('Escape')],
];

const WINDOWS = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };

test.each(
  (['light', 'dark'] as const).flatMap((scheme) =>
    (['wide', 'narrow'] as const).map((width) => [width, scheme] as const),
  ),
)('nothing on any page keeps anyone out, in a %s window, in %s', async (width, colorScheme) => {
  // Without motion a colour is at once what it will be.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize(WINDOWS[width]);
  const found: Record<string, string[]> = {};
  for (const [name, arrive, leave] of PLACES) {
    await arrive();
    // The code of a page is read when it is first opened.
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    found[name] = await violations();
    await leave?.();
  }
  expect(found).toEqual(Object.fromEntries(PLACES.map(([name]) => [name, []])));
});

test('all of it was found without a fault, and nobody outside was asked', () => {
  expect({ errors: open.errors, outside: open.outside }).toEqual({ errors: [], outside: [] });
});
