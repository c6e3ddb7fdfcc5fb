import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';
import { findPython } from '../../tools/training/python.ts';

let open: OpenSite;
let page: Page;

beforeAll(async () => {
  open = await openSite();
  page = open.page;
  page.setDefaultTimeout(60_000);
});

afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const run = () => page.getByRole('article', { name: 'JavaScript, Lua' });
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
let exported: Record<string, string> = {};

test('two languages discuss; what is kept agrees, each dropped program failed a run, and a reload goes on', async () => {
  await page.evaluate(() => {
    location.hash = '#/studio/languages';
  });
  await page.getByLabel('Python', { exact: true }).uncheck();
  await page.getByLabel('Lua', { exact: true }).check();
  for (const [label, value] of [
    ['Rounds', '2'],
    ['Side by side', '1'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByLabel(label, { exact: true }).blur();
  }
  await page.getByRole('button', { name: /^Begin/ }).click();
  // In the middle of the first discussion: some have spoken, nothing is decided.
  await run().locator('.languages-speeches li').nth(3).waitFor();
  await page.reload();
  await run().getByRole('button', { name: 'Go on' }).click();
  await run().getByText('2 of 2 rounds, done').waitFor();

  const dropped = run().locator('.languages-programs tr', { hasText: 'dropped' });
  for (const talk of await run().locator('.languages-talk > summary').all())
    if (
      !(await talk
        .locator('..')
        .getAttribute('open')
        .then((is) => is !== null))
    )
      await talk.click();
  await expect
    .poll(() => run().locator('.languages-programs tr', { hasText: 'kept' }).count())
    .toBeGreaterThan(3);
  await expect.poll(() => dropped.count()).toBeGreaterThan(0);
  for (const row of await dropped.all()) {
    await row.locator('td:last-child summary').click();
    const [, input, expected, actual] = (await row.locator('td:last-child pre').textContent())!.match(
      /^Input:\n([\s\S]*)\n\nExpected:\n([\s\S]*)\n\nActual:\n([\s\S]*)$/,
    )!;
    expect(input).not.toBe('');
    expect(actual!.trim()).not.toBe(expected!.trim());
  }
});

test('everybody can read what is there', async () => {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  });
  expect(violations).toEqual([]);
});

test('the data is saved as the command line writes it, and names where each row comes from', async () => {
  const download = page.waitForEvent('download');
  await run().getByRole('button', { name: 'Save as zip' }).click();
  const files = unzipSync(readFileSync(await (await download).path()));
  exported = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
  const [sft, pairs, events] = ['sft', 'pairs', 'outcomes'].map((name) => rowsOf(exported[`${name}.jsonl`]!));
  expect(new Set(sft!.map(({ language }) => language))).toEqual(new Set(['javascript', 'lua']));
  for (const { part, provenance } of sft!)
    expect(provenance.sample.agreeing).toHaveLength(part === 'agents' ? 2 : 1);
  for (const { rejectedFor } of pairs!) expect(rejectedFor.run.input).not.toBe('');
  // A reload asks nothing twice.
  const said = events!.filter(({ type }) => type === 'said').map(({ request }) => request);
  expect(new Set(said).size).toBe(said.length);
  expect(exported['README.md']).toContain('| Lua |');
});

test('a memory can be edited and forgotten', async () => {
  await page.locator('.languages-memories > summary').click();
  const memory = page.getByRole('region', { name: 'Memory of Lua' });
  await memory.getByLabel('Faults that were found').fill('read n as a number');
  await memory.getByRole('button', { name: 'Save' }).click();
  await page.reload();
  await page.locator('.languages-memories > summary').click();
  expect(await memory.getByLabel('Faults that were found').inputValue()).toBe('read n as a number');
  await memory.getByRole('button', { name: 'Forget' }).click();
  await memory.getByRole('button', { name: 'Forget for good?' }).click();
  await memory.waitFor({ state: 'detached' });
});

test('the embedded model is refused as speaker, with what to take in its place', async () => {
  await page.getByLabel('Who speaks').selectOption('model');
  await page.getByText('quartet-tiny cannot discuss').waitFor();
  expect(await page.getByRole('button', { name: /^Begin/ }).getAttribute('aria-disabled')).toBe('true');
});

const python = findPython();

test.skipIf(python.command === null)('the coder learns on what was saved', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quartet-export-'));
  const recipe = readFileSync('training/recipes/smoke.yaml', 'utf8').replace(
    /^adapter:.*$/m,
    'adapter: {tokens: 600, learning_rate: 1.0e-3, batch_tokens: 1024, warmup_steps: 1, rank: 4, alpha: 8, evaluate_every: 600}',
  );
  writeFileSync(join(folder, 'recipe.yaml'), recipe);
  writeFileSync(join(folder, 'coder.jsonl'), exported['coder.jsonl']!);
  const words = [
    '--recipe',
    join(folder, 'recipe.yaml'),
    '--role',
    'coder',
    '--out',
    join(folder, 'adapter'),
  ];
  const model = ['--model', 'public/models/quartet-tiny', '--data', join(folder, 'coder.jsonl')];
  const said = execFileSync(python.command!, ['-m', 'training.adapter', ...words, ...model], {
    encoding: 'utf8',
    // Compiling takes longer than all of the steps.
    env: { ...process.env, TORCHDYNAMO_DISABLE: '1' },
  });
  expect(said).toMatch(/coder: \d+ tokens {2}loss \d/);
});
