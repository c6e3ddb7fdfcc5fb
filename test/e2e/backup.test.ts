import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

const KEY = 'sk-a-secret-of-the-person';
const TWICE = {
  title: 'Twice as much',
  statement: 'Print **twice** the integer.',
  tests: [
    { id: 'sample/1', input: '21\n', answers: ['42\n'], origin: 'sample' },
    { id: 'secret/1', input: '3\n', answers: ['6\n'], origin: 'secret' },
  ],
};

let open: OpenSite;
let folder: string;
/** Where everything is made, and another browser, where it is restored. */
let [first, second]: Page[] = [];
let other: BrowserContext;
let backup: string;

beforeAll(async () => {
  [open, folder] = await Promise.all([openSite(), mkdtemp(join(tmpdir(), 'quartet-backup-'))]);
  first = open.page;
  other = await open.browser.newContext();
  second = await other.newPage();
  for (const page of [first, second]) {
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => open.errors.push(String(error)));
  }
  await second.goto(`${open.site.url}#/backup`);
  await makeThings(first);
  backup = await download(first);
});
afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  await rm(folder, { recursive: true });
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const go = (page: Page, hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);
const editor = (page: Page) => page.locator('.editor');

/** A problem, programs, a test, a submission, a run, a job of the studio, and settings. */
async function makeThings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Solve' }).click();
  await page.locator('.replay').waitFor();
  await go(page, '#/problems');
  const buffer = Buffer.from(JSON.stringify(TWICE));
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'twice.json', mimeType: 'application/json', buffer });
  await page.getByRole('heading', { name: TWICE.title }).waitFor();
  await page.getByRole('link', { name: 'Practice' }).click();
  await page.getByLabel('Language', { exact: true }).selectOption('javascript');
  await editor(page).fill('console.log(2 * require("fs").readFileSync(0, "utf8"))');
  await page.getByRole('button', { name: 'Edit a copy' }).click();
  await editor(page).focus();
  await page.keyboard.press('Control+Enter');
  await page.locator('.result-line', { hasText: 'Accepted on 3 of 3 tests.' }).waitFor();
  await page.locator('summary', { hasText: 'More' }).click();
  await page.getByLabel('Vim keys').check();
  await page.getByRole('button', { name: 'New draft' }).click();
  await page.getByLabel('Draft').waitFor();
  await page.locator('.cm-vim-panel').waitFor();
  await editor(page).click();
  await page.keyboard.type('i// a second thought');
  await go(page, '#/studio');
  await page.getByLabel('How many').fill('3');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.studio-job', { hasText: 'done' }).waitFor();
  await go(page, '#/models');
  const form = page.locator('.endpoint-form');
  await form.getByLabel('Address').fill('http://127.0.0.1:9/v1');
  await form.getByLabel('Model', { exact: true }).fill('a-big-model');
  await form.getByLabel('Key').fill(KEY);
  await form.getByRole('button', { name: 'Add' }).click();
  await page.locator('.endpoint-list li', { hasText: 'a-big-model' }).waitFor();
}

/** Makes a backup; gives the file's path. */
async function download(page: Page): Promise<string> {
  await go(page, '#/backup');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Make a backup' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^quartet-\d{4}-\d\d-\d\d\.quartet-backup$/);
  const path = join(folder, `${Math.random()}.quartet-backup`);
  await file.saveAs(path);
  return path;
}

const choose = (page: Page, path: string) => page.getByLabel('Choose a backup').setInputFiles(path);

/** The numbers of a table by its rows' and columns' names; what has none is left out. */
async function tableOf(page: Page): Promise<Record<string, Record<string, number>>> {
  const rows = await page
    .locator('.backup-table tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent!.trim())),
    );
  const [head, ...body] = rows;
  return Object.fromEntries(
    body.map(([name, ...cells]) => [
      name,
      Object.fromEntries(cells.flatMap((cell, i) => (cell === '–' ? [] : [[head![i + 1], Number(cell)]]))),
    ]),
  );
}

/** Restores a backup; gives what became of each kind of thing. */
async function restore(page: Page, path: string): Promise<Record<string, Record<string, number>>> {
  await go(page, '#/backup');
  await choose(page, path);
  await page.getByRole('button', { name: 'Restore it' }).click();
  await page.locator('.backup-contents [role="status"]').waitFor();
  return tableOf(page);
}

const textOf = (path: string) => gunzipSync(readFileSync(path)).toString();
const written = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

test('a backup says what is in it before anything is kept, and has no key of an endpoint', async () => {
  await first.getByText('Keys of endpoints are not in it.').waitFor();
  expect(textOf(backup)).not.toContain(KEY);
  await choose(second, backup);
  await second.getByRole('button', { name: 'Restore it' }).waitFor();
  expect(await tableOf(second)).toEqual({
    Problems: { 'In it': 1 },
    'Drafts and own tests': { 'In it': 1 },
    Submissions: { 'In it': 1 },
    Runs: { 'In it': 1 },
    'Jobs of the studio': { 'In it': 1 },
    Settings: { 'In it': 1 },
  });
  await second.getByRole('button', { name: 'Leave it' }).click();
  await go(second, '#/history');
  await second.getByText('No runs yet.').waitFor();
});

test('restored in another browser, everything is there as it was', async () => {
  const became = await restore(second, backup);
  const { Settings: settings, ...things } = became;
  expect(things).toEqual({
    Problems: { Added: 1 },
    'Drafts and own tests': { Added: 1 },
    Submissions: { Added: 1 },
    Runs: { Added: 1 },
    'Jobs of the studio': { Added: 1 },
  });
  // Vim's keys, the language and the endpoint; what was as on the first visit adds nothing.
  expect(settings).toEqual({ Added: 3 });
  await second.getByText('By name', { exact: true }).click();
  await second.getByText(`Problems, ${TWICE.title}: added`).waitFor();
  await second.getByText('Settings, vim keys: added').waitFor();

  await go(second, '#/problems');
  await second.locator('.problem-list').getByRole('link', { name: TWICE.title }).click();
  await second.getByRole('heading', { name: TWICE.title }).waitFor();
  await second.getByRole('link', { name: 'Practice' }).click();
  await second.locator('.cm-vim-panel').waitFor();
  expect(await second.getByLabel('Draft').inputValue()).toBe('2');
  await expect.poll(() => editor(second).innerText()).toContain('// a second thought');
  await second.getByLabel('Draft').selectOption('1');
  await expect.poll(() => editor(second).innerText()).toContain('console.log(2 *');
  expect(await second.locator('.own-tests').getByLabel('Input').inputValue()).toBe('21\n');
  await second.getByText('Submissions (1)').waitFor();
  await second.locator('.result-line', { hasText: 'Accepted on 3 of 3 tests.' }).waitFor();

  const runs: string[] = [];
  for (const page of [first, second]) {
    await go(page, '#/history');
    await page.locator('.runs a').first().click();
    await page.locator('.replay').waitFor();
    runs.push(await page.locator('.run').innerText());
  }
  expect(runs[1]).toBe(runs[0]);
  await second.getByText('This run came in a file').waitFor();

  await go(second, '#/studio');
  const job = second.locator('.studio-job', { hasText: 'done' });
  await job.getByText('Its latest row').click();
  await job.locator('pre').waitFor();
  await go(second, '#/models');
  await second.locator('.endpoint-list li', { hasText: 'a-big-model' }).waitFor();
});

test('restored once more, nothing is added', async () => {
  const became = await restore(second, backup);
  for (const [kind, counts] of Object.entries(became))
    expect([kind, Object.keys(counts)]).toEqual([kind, ['Here already']]);
});

test('what differs is kept beside, and what the person wrote stays', async () => {
  await go(second, '#/practice');
  await second.getByLabel('Draft').selectOption('1');
  await expect.poll(() => editor(second).innerText()).toContain('console.log(2 *');
  await second.locator('.cm-vim-panel').waitFor();
  await editor(second).click();
  await second.keyboard.type('ggdGi// mine');
  await expect.poll(() => editor(second).innerText()).toBe('// mine');
  const became = await restore(second, backup);
  expect(became['Drafts and own tests']).toEqual({ 'Kept beside': 1 });
  await second.getByText('what differed is a draft or test of its own').waitFor();
  await go(second, '#/practice');
  await second.getByLabel('Draft').selectOption('3');
  await expect.poll(() => editor(second).innerText()).toContain('console.log(2 *');
  await second.getByLabel('Draft').selectOption('1');
  await expect.poll(() => editor(second).innerText()).toBe('// mine');
});

test.each<[what: string, make: () => string, reason: string]>([
  ['cut off', () => written('cut.quartet-backup', readFileSync(backup).subarray(0, -200)), 'damaged'],
  [
    'changed in a byte',
    () => {
      const bytes = readFileSync(backup);
      bytes[Math.floor(bytes.length / 2)]! ^= 0x55;
      return written('changed.quartet-backup', bytes);
    },
    'damaged',
  ],
  [
    'of a newer page',
    () => written('newer.quartet-backup', gzipSync(textOf(backup).replace('"v":1', '"v":2'))),
    'was made by a newer version of this page',
  ],
  ['something else', () => written('else.quartet-backup', Buffer.from('hello')), 'is no backup of this page'],
])('a file that is %s is refused with what is wrong, and nothing of it is kept', async (_, make, reason) => {
  await go(second, '#/backup');
  await choose(second, make());
  const alert = second.getByRole('alert').filter({ hasText: reason });
  await alert.waitFor();
  expect(await alert.textContent()).toContain('Nothing of it was kept.');
});

test('a thing that cannot be read is named, and the others are restored', async () => {
  const lines = textOf(backup).split('\n');
  const changed = lines.map((line) =>
    line.includes('"kind":"problem"') ? line.replace('"answers":["42\\n"]', '"answers":[]') : line,
  );
  const became = await restore(second, written('odd.quartet-backup', gzipSync(changed.join('\n'))));
  expect(became).toMatchObject({ Problems: { Refused: 1 }, Runs: { 'Here already': 1 } });
  await second.getByText('answers: is empty; a test needs at least one answer').waitFor();
});

test('a backup that is dropped on History is looked through on its own page', async () => {
  await go(second, '#/history');
  await second.locator('.runs-drop').waitFor();
  const dropped = await second.evaluateHandle(
    ({ bytes, name }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], name));
      return transfer;
    },
    { bytes: [...readFileSync(backup)], name: 'dropped.quartet-backup' },
  );
  await second.locator('.runs-drop').dispatchEvent('drop', { dataTransfer: dropped });
  await second.getByRole('heading', { name: /^dropped\.quartet-backup, made / }).waitFor();
  await second.getByRole('button', { name: 'Leave it' }).click();
});

test('a run that goes on in another tab is in a backup as far as it is, and restoring does not touch it', async () => {
  await go(first, '#/solve');
  await first.locator('.options summary').click();
  // So many programs that the run is not over before the backup is restored.
  await first.getByLabel('Plans').fill('8');
  await first.getByLabel('Programs each').fill('8');
  await first.getByLabel('Early stop').uncheck();
  await first.getByRole('button', { name: 'Solve' }).click();
  await first.locator('.run-state').waitFor();
  const tab = await open.context.newPage();
  await tab.goto(`${open.site.url}#/backup`);
  const path = await download(tab);
  expect((await restore(tab, path))['Runs']).toEqual({ 'Here already': 2 });
  await first.getByRole('button', { name: 'Stop' }).first().click();
  await first.locator('.replay').waitFor();
  const seqs = await first.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('quartet-events');
      opening.onsuccess = () => resolve(opening.result);
    });
    const keys = await new Promise<[string, number][]>((resolve) => {
      const asked = database.transaction('events').objectStore('events').getAllKeys();
      asked.onsuccess = () => resolve(asked.result as [string, number][]);
    });
    const runs = [...new Set(keys.map(([run]) => run))];
    return runs.map((run) => keys.filter(([of]) => of === run).every(([, seq], i) => seq === i));
  });
  expect(seqs).toEqual([true, true]);
  // Elsewhere it is a run that was interrupted.
  expect((await restore(second, path))['Runs']).toEqual({ Added: 1, 'Here already': 1 });
  await go(second, '#/history');
  await second.getByRole('cell', { name: 'interrupted', exact: true }).waitFor();
});
