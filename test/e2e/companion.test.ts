import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../../tools/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Preview {
  url: string;
  /** Where the extension posts to. */
  port: number;
  stop(): Promise<void>;
}

let preview: Preview;
let browser: Browser;
let page: Page;

/** What `npm start` runs when the site is built. */
async function startPreview(): Promise<Preview> {
  const args = ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1', '--port', '0'];
  const server = spawn(process.execPath, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' } });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.once('exit', () => resolve());
      server.kill();
    });
  let printed = '';
  for await (const text of server.stdout.setEncoding('utf8')) {
    printed += text;
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed) ?? [];
    const [, port] = /Competitive Companion: listening on http:\/\/localhost:(\d+)\//.exec(printed) ?? [];
    if (url && port) {
      server.stdout.resume();
      return { url, port: Number(port), stop };
    }
  }
  throw new Error(`The preview server ended: ${printed}`);
}

/** As the extension sends it (its README): one request a problem. */
const taskOf = (name: string, batch = { id: name, size: 1 }) => ({
  name,
  group: 'Codeforces - Round 900',
  url: `https://codeforces.example/contest/900/problem/${name[0]}`,
  interactive: false,
  memoryLimit: 256,
  timeLimit: 2000,
  tests: [{ input: '8\n', output: 'YES\n' }],
  testType: 'single',
  input: { type: 'stdin' },
  output: { type: 'stdout' },
  languages: { java: { mainClass: 'Main', taskClass: 'Task' } },
  batch,
});

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request with exactly these headers: a browser's own `fetch` would set some of them itself. */
function send({ method = 'POST', headers = {}, body = '' }: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: preview.port,
        method,
        headers: {
          Host: `localhost:${preview.port}`,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (data) => {
          text += data;
        });
        response.on('end', () => resolve({ status: response.statusCode!, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const post = (task: object) =>
  send({
    body: JSON.stringify(task),
    headers: { Origin: 'moz-extension://5c1a4c9e-7d2b-4f3e-9f6d-0a1b2c3d4e5f' },
  });

const editor = () => page.locator('.editor');
const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 });

beforeAll(async () => {
  [preview, browser] = await Promise.all([startPreview(), launchChromium()]);
});

afterAll(async () => {
  await browser.close();
  await preview.stop();
});

beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${preview.url}#/practice`);
  await editor().waitFor();
});

afterEach(async () => {
  await page.context().close();
});

test('a problem that the extension posts is shown at once, with its samples, on a page that was kept too', async () => {
  await page
    .locator('.offline-facts', { hasText: /Works without a network:/ })
    .waitFor({ state: 'attached' });
  await page.reload();
  await editor().waitFor();
  expect(await post(taskOf('A. Watermelon'))).toMatchObject({ status: 200 });
  await heading('A. Watermelon').waitFor();
  await editor().fill('print("YES")');
  await page.keyboard.press('Control+Enter');
  await page.locator('.result-line', { hasText: 'Accepted on 1 of 1 tests.' }).waitFor();
});

test('a problem that comes in the middle of work is offered, and nothing written is replaced', async () => {
  const before = await page.locator('h1:not(.tab-heading)').textContent();
  await editor().fill('print("half a thought")');
  await post(taskOf('B. Interruption'));
  await page.getByRole('link', { name: 'Open B. Interruption' }).waitFor();
  expect(await page.locator('h1:not(.tab-heading)').textContent()).toBe(before);
  expect(await editor().innerText()).toBe('print("half a thought")');
  await page.getByRole('link', { name: 'Open B. Interruption' }).click();
  await heading('B. Interruption').waitFor();
  await page.getByLabel('Problem', { exact: true }).selectOption({ label: before! });
  await expect.poll(() => editor().innerText()).toBe('print("half a thought")');
});

test('of a contest the first problem is shown, and all are in the library', async () => {
  const batch = { id: '123e67c8-03c6-44a4-a3f9-5918533f9fb2', size: 3 };
  for (const name of ['A. One', 'B. Two', 'C. Three']) await post(taskOf(name, batch));
  await page.getByText('3 of 3 problems of this contest have come.').waitFor();
  await heading('A. One').waitFor();
  await page.goto(`${preview.url}#/problems`);
  for (const name of ['A. One', 'B. Two', 'C. Three']) await page.getByRole('link', { name }).waitFor();
});

test('a problem that comes while no page is open is shown when one is', async () => {
  await page.close();
  // The server hears of a closed page a moment later.
  await expect
    .poll(async () => (await post(taskOf('D. Waiting'))).text)
    .toContain('waits for Quartet to be opened');
  page = await browser.newPage();
  await page.goto(preview.url);
  await page.getByRole('heading', { name: 'D. Waiting' }).waitFor();
});

test('a statement that was pasted stays when the problem is sent again', async () => {
  await post(taskOf('E. Again'));
  await heading('E. Again').waitFor();
  await page.getByRole('link', { name: 'Solve', exact: true }).click();
  await page.getByLabel('Statement').fill('Print YES.');
  await page.getByRole('button', { name: 'Keep the statement' }).click();
  await page.locator('.markdown').waitFor();
  await post({ ...taskOf('E. Again'), timeLimit: 3000 });
  await page.locator('.limits', { hasText: '3 s' }).waitFor();
  expect(await page.locator('.markdown').textContent()).toBe('Print YES.');
});

test('what cannot be judged is refused with the importer’s reason, which the page shows too', async () => {
  const { status, text } = await post({ ...taskOf('F. Talk'), interactive: true });
  expect(status).toBe(400);
  expect(text).toContain('interactive: the problem is interactive');
  await page.getByRole('alert').filter({ hasText: 'interactive: the problem is interactive' }).waitFor();
  expect(await send({ body: '{' })).toMatchObject({
    status: 400,
    text: expect.stringContaining('is not JSON'),
  });
});

test('no page can post a problem, whatever it tries', async () => {
  const body = JSON.stringify(taskOf('G. Planted'));
  const statusOf = async (sent: Sent) => (await send({ body, ...sent })).status;
  expect({
    'its own origin': await statusOf({ headers: { Origin: 'https://evil.example' } }),
    'a frame without one': await statusOf({ headers: { Origin: 'null' } }),
    'this very site': await statusOf({ headers: { Origin: preview.url.slice(0, -1) } }),
    'a name that was rebound': await statusOf({ headers: { Host: 'evil.example' } }),
    'text that needs no asking': await statusOf({ headers: { 'Content-Type': 'text/plain' } }),
    asking: await statusOf({ method: 'OPTIONS', headers: { Origin: 'https://evil.example' }, body: '' }),
    'a link': await statusOf({ method: 'GET', body: '' }),
    'more than a problem': await statusOf({ body: ' '.repeat(16 * 2 ** 20 + 1) }),
  }).toEqual({
    'its own origin': 403,
    'a frame without one': 403,
    'this very site': 403,
    'a name that was rebound': 403,
    'text that needs no asking': 415,
    asking: 403,
    'a link': 405,
    'more than a problem': 413,
  });
  // From a page of the site itself, the likeliest of all to be let through: its policy lets it ask this machine.
  const heard = await page.evaluate(
    ({ port, body }) => {
      const post = (mode: RequestMode) =>
        fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          mode,
          body,
          headers: { 'Content-Type': 'application/json' },
        }).then(
          ({ type }) => type,
          () => 'refused',
        );
      return Promise.all([post('cors'), post('no-cors')]);
    },
    { port: preview.port, body },
  );
  expect(heard).toEqual(['refused', 'opaque']);
  await page.goto(`${preview.url}#/problems`);
  await page.getByRole('link', { name: 'Practice', exact: true }).first().waitFor();
  expect(await page.getByRole('link', { name: 'G. Planted' }).count()).toBe(0);
});
