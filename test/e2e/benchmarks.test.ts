import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { familyProblem } from '../../src/studio/family/problem.ts';
import { toProblem } from '../../src/studio/family/to-problem.ts';
import { type OpenSite, openSite } from '../../tools/site.ts';
import { FORMATS, type MadeProblem } from '../benchmark-files.ts';
import { recount } from '../recount.ts';

let open: OpenSite;

beforeAll(async () => {
  open = await openSite();
  open.page.setDefaultTimeout(90_000);
  await open.page.evaluate(() => {
    location.hash = '#/benchmarks';
  });
});
afterAll(() => open.close());

/** A new problem of the family, which the embedded model was made for. */
async function made(index: number): Promise<MadeProblem> {
  const { title, statement, tests } = await toProblem(familyProblem(5, index, 'test'), 'test');
  const pairs = (wanted: boolean) =>
    tests
      .filter(({ origin }) => (origin === 'sample') === wanted)
      .map(({ input, answers: [output] }): [string, string] => [input, output!]);
  return { name: title, statement, samples: pairs(true), secret: pairs(false).slice(0, 4) };
}

const job = () => open.page.locator('.studio-job').last();

/** The cells of a table of the job, a row a first cell. */
async function cells(title: string): Promise<Record<string, string[]>> {
  const rows = await job()
    .getByRole('table', { name: title })
    .locator('tbody tr')
    .evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  return Object.fromEntries(rows.map(([name, ...rest]) => [name!, rest]));
}

test('a benchmark is brought in every format, its licence and number told before anything runs', async () => {
  const { page } = open;
  const problems = await Promise.all([0, 1].map(made));
  const files = Object.values(FORMATS).flatMap((write) => Object.entries(write(problems)));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(
      files.map(([name, text]) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })),
    );
  await page.getByRole('article', { name: 'LiveCodeBench, 2 problems' }).waitFor();
  for (const [name, licence] of [
    ['xCodeEval', 'CC BY-NC 4.0'],
    ['APPS', 'MIT'],
    ['CodeContests', 'CC BY 4.0'],
  ])
    expect(await page.getByRole('article', { name: `${name}, 2 problems` }).textContent()).toContain(licence);
});

test('methods are compared, go on after a reload, and the table is what a script computes from the saved rows', async () => {
  const { page } = open;
  await page.locator('form select').first().selectOption({ label: 'LiveCodeBench, 2 problems' });
  for (const other of ['MapCoder, k 3', 'Quartet without']) await page.getByLabel(other).uncheck();
  await page.getByLabel('Tokens a problem').fill('3000');
  await page.getByText('2 problems, 4 runs').waitFor();
  await page.getByRole('button', { name: 'Begin' }).click();
  await job()
    .locator('[role=status]', { hasText: /[1-3] of 4 runs, running/ })
    .waitFor();
  await page.reload();
  await job().getByRole('button', { name: 'Go on' }).click();
  await job().locator('[role=status]', { hasText: '4 of 4 runs, done' }).waitFor();

  const downloading = page.waitForEvent('download');
  await job().getByRole('button', { name: 'Save as zip' }).click();
  const zip = unzipSync(readFileSync(await (await downloading).path()));
  const text = (name: string) => strFromU8(zip[name]!);
  expect(Object.keys(zip).sort()).toEqual(
    ['problems.json', 'report.csv', 'report.json', 'report.md', 'results.jsonl', 'settings.json'].sort(),
  );
  const script = recount(text('results.jsonl'));
  const results = await cells('Results');
  expect(results['direct coding']!.slice(1, 5)).toEqual(script.methods['direct']);
  expect(results['Quartet with packs']!.slice(1, 5)).toEqual(script.methods['quartet-packs']);
  // The embedded model knows the family.
  expect(results['Quartet with packs']![1]).not.toBe('0 of 2');
  const [, , onlyFirst, onlySecond, p] = (await cells('Pairs, by McNemar’s exact test'))['direct coding']!;
  expect([Number(onlyFirst), Number(onlySecond), p]).toEqual(script.pairs['direct|quartet-packs']);
  const failures = await cells('Answers that could not be read');
  expect(failures['Quartet with packs']).toEqual(Object.values(script.failures['quartet-packs']!));
  expect((await cells('As published'))['MiMo-7B-RL']![1]).toBe('57.8');
  expect(JSON.parse(text('problems.json')).problems).toHaveLength(2);
  expect(text('report.md')).toContain('| Quartet with packs | 2 |');

  // What a page looks like that has everything on it keeps nobody out.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: here } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await here.run(document, { resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
    );
  });
  expect(violations).toEqual([]);
});

test('a job and a set are deleted for good', async () => {
  const { page } = open;
  await job().getByRole('button', { name: 'Delete' }).click();
  await job().getByRole('button', { name: 'Delete for good?' }).click();
  await page.getByText('None yet.').waitFor();
  const set = page.getByRole('article', { name: 'APPS, 2 problems' });
  await set.getByRole('button', { name: 'Delete' }).click();
  await set.getByRole('button', { name: 'Delete for good?' }).click();
  await expect.poll(() => set.count()).toBe(0);
  await page.reload();
  await page.getByRole('article', { name: 'xCodeEval, 2 problems' }).waitFor();
  expect(await set.count()).toBe(0);
  expect({ errors: open.errors, outside: open.outside }).toEqual({ errors: [], outside: [] });
});
