import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SolveEvent } from '../../src/agents/events.ts';
import { canonicalRun } from '../../src/agents/same-run.ts';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;

beforeAll(async () => {
  open = await openSite();
  open.page.setDefaultTimeout(150_000);
});
afterAll(() => open.close());

const state = () => open.page.locator('.run-state');
const button = (name: string) => open.page.getByRole('button', { name, exact: true });
const theEnd = /^(Solved|Gave up)/;

/** All events that the browser keeps, by run, the older run first. */
async function keptRuns(): Promise<SolveEvent[][]> {
  const events = await open.page.evaluate(
    () =>
      new Promise<SolveEvent[]>((resolve, reject) => {
        const opening = indexedDB.open('quartet-events');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('events').objectStore('events').getAll();
          reading.onsuccess = () => resolve(reading.result as SolveEvent[]);
        };
      }),
  );
  const names = [...new Set(events.map(({ run }) => run))];
  const runs = names.map((name) => events.filter(({ run }) => run === name));
  return runs.sort((p, q) => p[0]!.measured.at - q[0]!.measured.at);
}

test('a run that a reload and a stop interrupt goes on each time, and ends as if nothing had been', async () => {
  const { page } = open;
  await page.locator('.solve-bar button').waitFor();
  await page.keyboard.press('Control+Enter');
  // Something is answered, and something is being written.
  await page.locator('.bar.request:not(.open)').first().waitFor();
  await page.reload();
  await page.locator('.open-run', { hasText: 'was interrupted' }).waitFor();

  await button('Continue').click();
  await state().waitFor();
  const written = (await keptRuns())[0]!.length;
  await expect.poll(async () => (await keptRuns())[0]!.length).toBeGreaterThan(written + 2);
  if (!theEnd.test((await state().textContent()) ?? '')) {
    await page.keyboard.press('Escape');
    await state()
      .filter({ hasText: /^(Stopped|Solved|Gave up)/ })
      .waitFor();
  }
  if (!theEnd.test((await state().textContent()) ?? '')) {
    await page.evaluate(() => {
      location.hash = '#/history';
    });
    await page.locator('.runs a').first().click();
    await button('Continue').click();
    await state().filter({ hasText: theEnd }).waitFor();
  }
  expect(await page.locator('.open-run').count()).toBe(0);

  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await keptRuns()).length).toBe(2);
  await expect.poll(async () => (await keptRuns())[1]!.at(-1)!.type).toBe('ended');
  const [interrupted, whole] = await keptRuns();
  expect(interrupted!.some(({ type }) => type === 'continued')).toBe(true);
  expect(canonicalRun(interrupted!)).toEqual(canonicalRun(whole!));
  expect(open.errors).toEqual([]);
  expect(open.outside).toEqual([]);
});
