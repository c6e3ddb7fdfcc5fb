import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRolePack, writeRolePack } from '../../src/roles/pack.ts';
import { type OpenSite, openSite } from '../../tools/site.ts';
import { embeddedShape, randomAdapter, writeAdapter } from './adapter.ts';
import { textBelow } from './page-contrast.ts';

/** One page, in which each test goes on from where the one before it left off. */
const work = mkdtempSync(join(tmpdir(), 'quartet-'));
const shape = embeddedShape();
const adapter = randomAdapter(shape);
let open: OpenSite;
let page: Page;

beforeAll(async () => {
  open = await openSite();
  page = open.page;
  page.setDefaultTimeout(120_000);
  await go('#/roles');
  await row('planner').waitFor();
});

afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  rmSync(work, { recursive: true });
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const go = (hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);
const row = (name: string) =>
  page
    .locator('.packs')
    .first()
    .locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) });
const packOf = (role: string) => page.getByLabel(`Pack of the ${role}`);
const chosen = async (role: string) => (await packOf(role).locator('option:checked').textContent()) ?? '';

/** Puts a role's pack on, or takes all off, and gives what the page says of the bits then. */
async function prove(name: string): Promise<string> {
  await row(name).getByRole('button').click();
  const told = row(name).locator('[role=status]');
  await told.filter({ hasText: /exact|differ|pack/ }).waitFor();
  return (await told.textContent()) ?? '';
}

const choose = (files: { name: string; buffer: Buffer }[]) =>
  page
    .getByLabel('Choose files')
    .setInputFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
const adapterFiles = ({ config, weights }: typeof adapter) => [
  { name: 'adapter_config.json', buffer: config },
  { name: 'adapter_model.safetensors', buffer: weights },
];
const alert = () => page.locator('.bring-pack [role=alert]');

test('the packs that came with the model are told of, go on and come off, and every bit is proven', async () => {
  await page.getByRole('button', { name: 'Prove and measure them all' }).click();
  for (const role of ['retriever', 'planner', 'coder', 'debugger', 'bare base'])
    await row(role).locator('.right').waitFor();
  expect(await row('coder').locator('.right').textContent()).toMatch(/^\d+ weights exact, switched in \d/);
  expect(await chosen('coder')).toContain('came with the model');
});

test('from an adapter’s folder a pack is built for the role that the folder names, and it is on', async () => {
  await page.getByLabel('Choose a folder').setInputFiles(writeAdapter(join(work, 'planner-lora'), adapter));
  await page.getByText('rank 4, alpha 8, 8 tensors').waitFor();
  expect(await page.getByLabel('For the').inputValue()).toBe('planner');
  await page.getByRole('button', { name: 'Build the pack' }).click();
  await page.getByText('The planner has it now').waitFor();
  expect(await chosen('planner')).toContain('planner-lora');
  expect(await row('planner').textContent()).toContain('tuned');
  expect(await prove('planner')).toMatch(/^\d+ weights exact, switched in/);
  expect(await prove('bare base')).toMatch(/^\d+ weights exact/);
});

test('what was built is kept: after a reload it is on again, with the same bits', async () => {
  await page.reload();
  await row('planner').waitFor();
  expect(await chosen('planner')).toContain('planner-lora');
  expect(await prove('planner')).toMatch(/exact/);
});

test('files that are no pack and no adapter for this model are refused with the reason, and nothing changes', async () => {
  const file = (name: string, buffer: Buffer) => [{ name, buffer }];
  const coder = readFileSync(
    new URL('../../public/models/quartet-tiny/roles/coder.safetensors', import.meta.url),
  );
  const foreign = Buffer.from(
    writeRolePack({ ...readRolePack(coder), base: 'another-model', baseHash: '0'.repeat(64) }),
  );
  const refused: [{ name: string; buffer: Buffer }[], RegExp][] = [
    [file('notes.txt', Buffer.from('hello')), /notes\.txt is no role pack and no adapter/],
    [file('adapter_model.bin', Buffer.from('hello')), /is a pickle, which can run code/],
    [file('adapter_model.safetensors', adapter.weights), /adapter_config\.json is missing/],
    [file('coder.safetensors', coder.subarray(0, coder.length - 5)), /cut off or extended/],
    [file('coder.safetensors', foreign), /made for another-model with other weights/],
    [
      adapterFiles({ ...adapter, weights: adapter.weights.subarray(0, adapter.weights.length - 5) }),
      /cut off or extended/,
    ],
  ];
  for (const [files, message] of refused) {
    await choose(files);
    await alert().filter({ hasText: message }).waitFor();
    expect(await alert().textContent()).toContain('Nothing was changed.');
  }
  // What only the engine can see: an adapter for a model with more layers.
  const deeper = randomAdapter({ ...shape, layers: shape.layers + 1 }, shape.layers + 1);
  await choose(adapterFiles(deeper));
  await page.getByRole('button', { name: 'Build the pack' }).click();
  await alert()
    .filter({ hasText: `model.layers.${shape.layers}.self_attn.q_proj, which the model does not have` })
    .waitFor();
  expect(await chosen('coder')).toContain('came with the model');
  expect(await chosen('planner')).toContain('planner-lora');
  expect(await prove('bare base')).toMatch(/exact/);
});

test('a pack can be brought from an address of the site itself', async () => {
  const { url } = open.site;
  await page.getByLabel('Address of a role pack').fill(`${url}models/quartet-tiny/roles/coder.safetensors`);
  await page.getByRole('button', { name: 'Fetch' }).click();
  await page.getByText('The coder has it now').waitFor();
  await page.getByLabel('Address of a role pack').fill(`${url}models/quartet-tiny/roles/none.safetensors`);
  await page.getByRole('button', { name: 'Fetch' }).click();
  await alert().filter({ hasText: 'answered 404' }).waitFor();
});

test('a role without a pack runs on its instruct prompt, and gets back what came with the model', async () => {
  await packOf('debugger').selectOption('none');
  await row('debugger').getByText('instruct').waitFor();
  await page.reload();
  await row('debugger').getByText('instruct').waitFor();
  await packOf('debugger').selectOption({ index: 0 });
  await row('debugger').getByRole('button', { name: 'Put on' }).waitFor();
  expect(await prove('debugger')).toMatch(/exact/);
});

test('a kept pack that is deleted leaves its role what came with the model', async () => {
  const kept = page.locator('tr', { hasText: 'planner-lora' }).last();
  await kept.getByRole('button', { name: 'Delete' }).click();
  await kept.getByRole('button', { name: 'Delete for good?' }).click();
  await expect.poll(() => chosen('planner')).toContain('came with the model');
  await expect.poll(() => page.locator('tr', { hasText: 'planner-lora' }).count()).toBe(0);
});

test('both rooms can be read in light and in dark, and stand in a narrow window', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const [address, ready] of [
    ['#/roles', '.packs'],
    ['#/models', '.facts-list'],
  ] as const) {
    await go(address);
    await page.locator(ready).first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect({ address, colorScheme, below: await textBelow(page, 4.5) }).toEqual({
        address,
        colorScheme,
        below: [],
      });
    }
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
});
