import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenSite, openSite } from '../../tools/site.ts';

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

const go = (hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);
const editor = () => page.locator('.editor');

const aTest = (id: string, input: string, answer: string, group?: string) => ({
  id,
  input,
  answers: [answer],
  origin: id.startsWith('sample') ? 'sample' : 'secret',
  ...(group ? { group } : {}),
});

/** Brings a problem and opens it in Practice, in Python. */
async function practise(problem: { title: string }): Promise<void> {
  const buffer = Buffer.from(JSON.stringify({ statement: 'Do it.', ...problem }));
  await go('#/problems');
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'problem.json', mimeType: 'application/json', buffer });
  await page.getByRole('heading', { name: problem.title, level: 1 }).waitFor();
  await go('#/practice');
  await page.getByLabel('Language', { exact: true }).selectOption('python');
  await editor().waitFor();
}

async function runAll(): Promise<string> {
  await editor().focus();
  await page.keyboard.press('Control+Enter');
  const line = page.locator('.result-line', { hasText: /Accepted|error|Wrong|exceeded/ });
  await line.waitFor();
  return (await line.textContent())!;
}

test('files: the page says which, a new program opens them, and tests stand by their groups', async () => {
  await practise({
    title: 'Twice in files',
    io: { kind: 'files', input: 'twice.in', output: 'twice.out' },
    tests: [
      aTest('sample/1', '2\n', '4\n'),
      aTest('secret/a', '5\n', '10\n', 'secret/small'),
      aTest('secret/b', '-7\n', '-14\n', 'secret/large'),
    ],
  } as { title: string });
  expect(await page.locator('.ways').textContent()).toContain('Read the input from the file twice.in');
  await expect.poll(() => editor().innerText()).toContain("open('twice.in')");
  await editor().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('print(2 * abs(int(input())))');
  expect(await runAll()).toBe('Wrong answer on secret/b: line 1, column 1: expected -14, got 14.');
  const groups = page.locator('.tests .group');
  expect(await groups.locator('th').allTextContents()).toEqual(['Samples', 'small', 'large']);
  expect(await groups.locator('.verdict').allTextContents()).toEqual(['AC', 'AC', 'WA']);
});

test('a call: in another language too a new program begins with the function that is called', async () => {
  await practise({
    title: 'Add up',
    io: { kind: 'call', fn: 'add', starter: 'def add(a: int, b: int) -> int:\n    ' },
    tests: [aTest('sample/1', '1\n2\n', '3')],
  } as { title: string });
  expect(await page.locator('.ways').textContent()).toContain('Write the function add');
  await expect.poll(() => editor().innerText()).toContain('def add(a: int, b: int)');
  await page.getByLabel('Language', { exact: true }).selectOption('javascript');
  await expect.poll(() => editor().innerText()).toContain('function add(a, b) {');
  // The editor may still be taking up the language.
  await expect
    .poll(async () => {
      await editor().fill('const add = (a, b) => a + b');
      return editor().innerText();
    })
    .toBe('const add = (a, b) => a + b');
  expect(await runAll()).toBe('Accepted on 1 of 1 tests.');
});

test('an interactive problem: what was said is shown in order, with what the interactor remarked', async () => {
  const interactor = `import sys
secret = int(open(sys.argv[1]).read())
for guess in sys.stdin:
    if int(guess) == secret:
        sys.exit(42)
    print('more', flush=True)
    if int(guess) > secret:
        open(sys.argv[3] + 'judgemessage.txt', 'w').write('that was too much')
        sys.exit(43)
`;
  await practise({
    title: 'Count to it',
    tests: [aTest('secret/1', '2\n', '')],
    interactor: { language: 'python', source: interactor, protocol: 'kattis' },
  } as { title: string });
  await editor().fill('for n in (1, 3):\n    print(n, flush=True)\n    input()');
  expect(await runAll()).toContain('Wrong answer on secret/1');
  expect(await page.locator('.transcript li').allInnerTexts()).toEqual([
    'Your program:\n1',
    'Interactor:\nmore',
    'Your program:\n3',
    'Interactor:\nmore',
  ]);
  expect(await page.locator('.test-texts').textContent()).toContain('that was too much');
  // On an input of one's own, too.
  await page.locator('.custom summary').click();
  await page.locator('.custom').getByLabel('Input').fill('3\n');
  await page.keyboard.press('Alt+Enter');
  const said = page.locator('.custom .transcript li');
  await expect
    .poll(() => said.allInnerTexts())
    .toEqual(['Your program:\n1', 'Interactor:\nmore', 'Your program:\n3']);
});
