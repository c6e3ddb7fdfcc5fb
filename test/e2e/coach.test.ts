import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../src/judge/problem.ts';
import { type OpenSite, openSite } from '../../tools/site.ts';

/** The bundled problems, the embedded model and the real sandboxes; no test depends on what the model answers. */
let open: OpenSite;
let page: Page;

beforeAll(async () => {
  open = await openSite();
  page = open.page;
  page.setDefaultTimeout(60_000);
  await page.setViewportSize({ width: 1280, height: 900 });
});
afterAll(async () => {
  const { errors, outside } = open;
  await open.close();
  expect({ errors, outside }).toEqual({ errors: [], outside: [] });
});

const coach = () => page.locator('.coach');
const line = (text: RegExp) => coach().locator('.coach-line', { hasText: text }).filter({ visible: true });
const button = (name: string) => coach().getByRole('button', { name, exact: true });
const current = () => page.locator('.trace li[aria-current] code').textContent();

async function practise(file: string, at: number): Promise<Problem> {
  const problem: Problem = await page.evaluate(
    async ([name, index]) => [await (await fetch(`problems/${name}`)).json()].flat()[index!] as never,
    [file, at] as const,
  );
  await page.evaluate((id) => {
    location.hash = `#/practice/${id}`;
  }, problem.id);
  await page.getByRole('heading', { name: problem.title, exact: true }).waitFor();
  await page.locator('.editor').waitFor();
  return problem;
}

/** Forgets the sign: wrong as soon as the first is the larger. */
const SIGNED = `import sys

for line in sys.stdin:
    a, b = map(int, line.split())
    d = b - a
    print(d)
`;

test('debug mine shows the smallest failing test, and what the program did on it line by line', async () => {
  await practise('how-far-apart.json', 0);
  await page.locator('.editor').fill(SIGNED);
  await page.keyboard.press('Alt+G');
  await page.locator('.trace').waitFor();
  expect(await coach().locator('h3').textContent()).toMatch(/, made smaller/);
  expect(await coach().locator('.texts pre').first().textContent()).toBe('1 0\n');
  expect(await coach().getByText('The answer is that of the problem’s own solution in Python').count()).toBe(
    1,
  );
  const values = page.locator('.trace li .values');
  expect(await values.nth(3).textContent()).toBe('a = 1b = 0');
  expect(await values.nth(4).textContent()).toBe('d = -1');
  const slider = page.getByLabel('Line by line');
  await slider.focus();
  await page.keyboard.press('Home');
  expect(await current()).toContain('for line in');
  await page.keyboard.press('ArrowRight');
  expect(await current()).toContain('a, b = map');
  expect(await values.nth(4).textContent()).toBe('');
});

test('stress mine keeps the smallest difference as a test of the person’s own', async () => {
  await page.keyboard.press('Alt+T');
  await coach().getByLabel('Right answers from').selectOption('mine');
  await coach().getByLabel('Inputs from').selectOption('mine');
  await coach()
    .getByLabel(/^Brute force:/)
    .fill('import sys\nfor line in sys.stdin:\n    a, b = map(int, line.split())\n    print(abs(a - b))\n');
  await coach()
    .getByLabel(/^Generator:/)
    .fill(
      'import random\nrandom.seed(int(input()))\nfor _ in range(3): print(random.randint(0, 9), random.randint(0, 9))\n',
    );
  await button('Run').click();
  await line(/They differ, after \d+ inputs?\. The answer is that of your brute force/).waitFor();
  const own = page.locator('.own-tests');
  expect(await own.getByLabel('Input').inputValue()).toBe('1 0\n');
  expect(await own.getByLabel('Output').inputValue()).toBe('1\n');
  await page.reload();
  await page.locator('.own-tests').getByLabel('Input').waitFor();
  expect(await page.locator('.own-tests').getByLabel('Input').inputValue()).toBe('1 0\n');
});

test('a program that is right is stressed until it is stopped, from the keyboard', async () => {
  await page.locator('.editor').fill(SIGNED.replace('b - a', 'abs(b - a)'));
  await page.keyboard.press('Alt+G');
  await line(/Your program passes all of the 5 tests/).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('stress my');
  await page.keyboard.press('Enter');
  await button('Run').click();
  await line(/No difference on [\d,]+ inputs? .*so far/).waitFor();
  await page.keyboard.press('Escape');
  await line(/Stopped\. No difference on/).waitFor();
});

test('a patch is one that was run and passes, or it is said that there is none; it is shown when asked', async () => {
  const { references } = await practise('family.json', 0);
  const right = references.find(({ language }) => language === 'python')!.source;
  await page.locator('.editor').fill(`${right}print(0)\n`);
  await page.keyboard.press('Alt+G');
  await button('Look for a patch').click();
  const ended = line(/A patch of \d+ lines? was found|No patch was found/);
  await ended.waitFor();
  expect(await coach().locator('.diff').count()).toBe(0);
  if ((await ended.textContent())?.startsWith('No')) return;
  expect(await ended.textContent()).toContain('It was run, and passes all of the');
  await button('Show the patch').click();
  await expect.poll(() => coach().locator('.diff .new, .diff .gone').count()).toBeGreaterThan(0);
});

test('hints are of a program that passes, each shown only when asked; or the coach says that it is not sure', async () => {
  await page.keyboard.press('Alt+H');
  await button('Prepare hints').click();
  const told = line(/From a plan whose program was run and passes|The coach is not sure/);
  await told.waitFor();
  expect(await page.locator('.rungs li').count()).toBe(0);
  if ((await told.textContent())?.startsWith('The coach is not sure')) return;
  for (const [i, name] of ['technique', 'idea', 'plan', 'code'].entries()) {
    await coach()
      .getByRole('button', { name: new RegExp(`^Show .*the ${name}$`) })
      .click();
    await expect.poll(() => page.locator('.rungs li').count()).toBe(i + 1);
  }
  const code = await page.locator('.rungs .code .line').allTextContents();
  await page.locator('.editor').fill(code.join(''));
  await page.keyboard.press('Control+Enter');
  await page.locator('.result-line', { hasText: 'Accepted on' }).waitFor();
});
