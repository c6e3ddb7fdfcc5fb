import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

let open: OpenSite;

beforeAll(async () => {
  open = await openSite();
  open.page.setDefaultTimeout(60_000);
  await go('#/studio');
});
afterAll(() => open.close());

const go = (hash: string) =>
  open.page.evaluate((to) => {
    location.hash = to;
  }, hash);
const job = () => open.page.locator('.studio-job').first();

/** The files of the latest job, as the page saves them. */
async function saved(): Promise<Record<string, unknown[]>> {
  const downloading = open.page.waitForEvent('download');
  await job().getByRole('button', { name: 'Save as zip' }).click();
  const files = unzipSync(readFileSync(await (await downloading).path()));
  const lines = (bytes: Uint8Array) => strFromU8(bytes).trim().split('\n');
  return Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name.endsWith('.jsonl'))
      .map(([name, bytes]) => [name, lines(bytes).map((line) => JSON.parse(line))]),
  );
}

test('problems of the family are made, shown and saved as a zip', async () => {
  const { page } = open;
  await page.getByLabel('How many').fill('7');
  await page.getByRole('button', { name: 'Begin' }).click();
  await job().locator('[role=status]', { hasText: '7 of 7, done' }).waitFor();
  await job().getByText('Its latest row').click();
  expect(await job().locator('pre').textContent()).toContain('family seed 1 #6');
  const { 'problems.jsonl': problems } = await saved();
  expect(problems).toHaveLength(7);
});

test('a distillation that a reload interrupts goes on where it was, and says what was kept and dropped', async () => {
  const { page } = open;
  await page.getByRole('tab', { name: 'Distil' }).click();
  await page.getByLabel('How many').fill('8');
  await page.getByLabel('Language').selectOption('lua');
  await page.getByRole('button', { name: 'Begin' }).click();
  await job()
    .locator('[role=status]', { hasText: /^\s*[1-9]\d* of 8/ })
    .waitFor();
  await page.reload();
  await job().getByRole('button', { name: 'Go on' }).click();
  await job().locator('[role=status]', { hasText: '8 of 8, done' }).waitFor();
  await job().getByText('What became of each problem').click();
  await expect.poll(() => job().locator('.studio-outcomes tbody tr').count()).toBe(8);
  const files = await saved();
  expect(files['outcomes.jsonl']!.map((line) => (line as { index: number }).index)).toEqual([
    ...Array(8).keys(),
  ]);
  const kept = files['outcomes.jsonl']!.filter((line) => (line as { kept: boolean }).kept).length;
  expect(await job().locator('dl').textContent()).toContain(`Kept${kept} problem`);
  expect(files['coder.jsonl'] ?? files['debugger.jsonl']).toBeDefined();
});

test('what the embedded model says wrong is paired with what the oracle says', async () => {
  const { page } = open;
  await page.getByRole('tab', { name: 'Correct' }).click();
  await page.getByLabel('How many').fill('4');
  // Whoever says what is right does not err.
  expect(await page.getByRole('group', { name: 'The oracle errs' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Begin' }).click();
  await job().locator('[role=status]', { hasText: '4 of 4, done' }).waitFor();
  const { 'outcomes.jsonl': outcomes, 'preferences.jsonl': pairs = [] } = await saved();
  const kept = outcomes!.filter((line) => (line as { kept: boolean }).kept);
  expect(kept.length).toBeGreaterThan(0);
  expect(pairs.length).toBeGreaterThanOrEqual(kept.length);
  for (const pair of pairs as { role: string; teacher: string; chosen: unknown; rejected: unknown }[]) {
    expect(pair).toMatchObject({ teacher: 'oracle', role: expect.stringMatching(/^(planner|coder)$/) });
    expect(pair.chosen).not.toEqual(pair.rejected);
  }
});

/** A problem that is not the family's. */
const OWN = {
  title: 'A sum of two',
  statement: 'Print the sum of two numbers.',
  tests: [{ id: 'sample/1', input: '1 2\n', answers: ['3\n'], origin: 'sample' }],
};

test('a job is stopped, what cannot be done is told, and a deleted one leaves nothing', async () => {
  const { page } = open;
  await page.getByRole('tab', { name: 'Rows' }).click();
  await page.getByLabel('Documents').fill('900000');
  await page.getByRole('button', { name: 'Begin' }).click();
  await job().getByRole('button', { name: 'Stop' }).click();
  await job().locator('[role=status]', { hasText: 'stopped' }).waitFor();

  await go('#/problems');
  await page.getByLabel('Choose files').setInputFiles({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(OWN)),
  });
  await page.getByRole('heading', { name: OWN.title }).waitFor();
  await go('#/studio');
  await page.getByRole('tab', { name: 'Distil' }).click();
  await page
    .locator('label', { hasText: /^Problems/ })
    .locator('select')
    .selectOption('own');
  await page.getByRole('button', { name: 'Begin' }).click();
  expect(await job().locator('[role=alert]').textContent()).toContain(`not “${OWN.title}”`);

  const jobs = page.locator('.studio-job');
  for (let left = await jobs.count(); left > 0; left--) {
    await job().getByRole('button', { name: 'Delete' }).click();
    await job().getByRole('button', { name: 'Delete for good?' }).click();
    await expect.poll(() => jobs.count()).toBe(left - 1);
  }
  await page.reload();
  await page.getByText('None yet.').waitFor();
  expect({ errors: open.errors, outside: open.outside }).toEqual({ errors: [], outside: [] });
});
