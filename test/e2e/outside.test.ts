import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Automation } from '../../src/automation.ts';
import { createProblem } from '../../src/judge/create.ts';
import { launchChromium } from '../../tools/chromium.ts';
import { ensureBuilt, type Site, serveSite } from '../../tools/site.ts';

/** Answers everyone, and counts. */
let elsewhere: Server;
let hits: string[] = [];
let site: Site;
let browser: Browser;
let page: Page;
let target = '';
/** So many requests an endpoint has under way at most. */
const LARGEST_BATCH = 4;

beforeAll(async () => {
  await ensureBuilt();
  elsewhere = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    const body = await text(request);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    if (method === 'OPTIONS') return void response.end();
    hits.push(url);
    if (!url.startsWith('/v1')) return void response.end('{}');
    if (headers.authorization !== 'Bearer secret') return void response.writeHead(401).end('no such key');
    if (url === '/v1/models') return void response.end(JSON.stringify({ data: [{ id: 'scripted' }] }));
    if (!JSON.parse(body).stream) return void response.end(wholeAnswer(answerTo(body)));
    for (const piece of answerTo(body).match(/.{1,9}/gs)!)
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: piece } }] })}\n\n`);
    response.end('data: [DONE]\n\n');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  site = await serveSite();
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => Boolean(window.quartet));
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  elsewhere?.close();
});

/** What a model would say to a role's prompt; the endpoint is real, its model is this script. */
function answerTo(prompt: string): string {
  if (prompt.includes('Write the whole program'))
    return "```javascript\nconst [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);\n```";
  if (prompt.includes('Recall')) return 'Similar: a sum\nTechnique: addition\nTutorial: add them';
  return '1. Add the two numbers.\nConfidence: 90';
}

const wholeAnswer = (content: string) =>
  JSON.stringify({
    choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 100, completion_tokens: 10 },
  });

/** What becomes of a request that the page itself makes, past its own gate. */
const fetchInPage = (url: string) =>
  page.evaluate(async (url) => {
    const stopped = new Promise<string>((resolve) =>
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), {
        once: true,
      }),
    );
    const outcome = await fetch(url).then(
      () => 'answered',
      () => 'failed',
    );
    return outcome === 'answered'
      ? outcome
      : Promise.race([stopped, new Promise((r) => setTimeout(r, 3000, outcome))]);
  }, url);

test('the page’s policy lets this machine be asked, and no machine without https', async () => {
  expect(await fetchInPage(`${target}/page`)).toBe('answered');
  expect(await fetchInPage('http://192.0.2.1/page')).toBe('connect-src');
  expect(hits).toEqual(['/page']);
});

test('the same policy stands around programs, which still reach nobody', async () => {
  hits = [];
  const source = `
    const url = require('fs').readFileSync(0, 'utf8').trim();
    const results = [];
    const note = (what) => results.push(what);
    Promise.allSettled([
      fetch(url + '/program').then(() => note('fetched'), () => {}),
      new Promise((resolve) => {
        try {
          const socket = new WebSocket(url.replace('http', 'ws') + '/socket');
          socket.onopen = () => { note('connected'); resolve(); };
          socket.onerror = resolve;
        } catch { resolve(); }
      }),
      new Promise((resolve) => {
        try { importScripts(url + '/script'); note('imported'); } catch {}
        resolve();
      }),
    ]).then(() => console.log('done', ...results));`;
  const problem = await createProblem({
    title: 'Probe',
    tests: [{ id: 'sample/1', input: `${target}\n`, answers: ['done\n'], origin: 'sample' }],
    limits: { timeMs: 10_000, memoryBytes: 2 ** 28, outputBytes: 2 ** 16 },
  });
  const grade = await page.evaluate(
    ([problem, source]) =>
      (window.quartet as Automation).judge(problem as never, { language: 'javascript', source } as never),
    [problem, source] as const,
  );
  expect(grade.tests[0]).toMatchObject({ verdict: 'AC', stdout: 'done\n' });
  expect(hits).toEqual([]);
});

test('a model outside of the page is named, asked for and used, and the page says so all along', async () => {
  hits = [];
  page.setDefaultTimeout(120_000);
  const go = (hash: string) =>
    page.evaluate((address) => {
      location.hash = address;
    }, hash);
  const said = (words: string) => page.locator('.endpoint-form [role=status]', { hasText: words }).waitFor();
  await go('#/models');
  await page.getByLabel('Address', { exact: true }).fill('http://192.0.2.1:11434/v1');
  await page.getByRole('button', { name: 'Ask which models it has' }).click();
  await said('cannot be asked');
  await page.getByLabel('Address', { exact: true }).fill(`${target}/v1`);
  await page.getByRole('button', { name: 'Ask which models it has' }).click();
  await page.getByRole('button', { name: `Ask ${new URL(target).host}` }).click();
  await said('Check the key');
  await page.getByLabel(/^Key/).fill('secret');
  await page.getByRole('button', { name: 'Ask which models it has' }).click();
  await said('It has 1 model.');
  await page.getByLabel('Model', { exact: true }).fill('scripted');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('.endpoint-list').getByRole('button', { name: 'Use' }).click();
  await page.locator('.chip', { hasText: 'scripted · outside of this page' }).waitFor();
  await page.getByText('in use, leaves this page').waitFor();

  const problem = {
    title: 'A sum of two',
    statement: 'Print the sum of two numbers.',
    tests: [
      { id: 'sample/1', input: '1 2\n', answers: ['3\n'], origin: 'sample' },
      { id: 'secret/1', input: '20 22\n', answers: ['42\n'], origin: 'secret' },
    ],
  };
  const buffer = Buffer.from(JSON.stringify(problem));
  await go('#/problems');
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  await page.locator('.markdown', { hasText: 'Print the sum' }).waitFor();
  await go('#/solve');
  await page.locator('.honest', { hasText: 'leave this page' }).waitFor();
  // Of all languages its runtime is there soonest.
  await page.locator('details.options summary').click();
  await page.locator('details.options select').first().selectOption('javascript');
  await page.locator('.solve-bar button').first().click();
  await page.locator('.run-state', { hasText: /Solved|Gave up|Failed/ }).waitFor();
  expect(await page.locator('.run-state').textContent()).toMatch(
    /^Solved after .* Graded AC on 1 hidden tests?\.$/,
  );
  const counted = hits.filter((path) => path.startsWith('/v1')).length;
  expect(hits.filter((path) => path === '/v1/chat/completions').length).toBeGreaterThan(2);
  await page.locator('.chip').click();
  const told = await page.locator('#facts').textContent();
  // Never fewer than left; more where a request was stopped on its way because the problem was solved.
  const shown = Number(told!.split(`${new URL(target).host} `)[1]!.match(/^\d+(?= requests)/)?.[0]);
  expect(shown).toBeGreaterThanOrEqual(counted);
  expect(shown).toBeLessThanOrEqual(counted + LARGEST_BATCH);
});

test('it teaches in the Studio too: what passes every test is kept, with its name and what it was asked', async () => {
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    location.hash = '#/studio';
  });
  await page.getByRole('tab', { name: 'Distil' }).click();
  await page.getByLabel('Teacher').selectOption({ label: 'scripted, outside of this page' });
  await page.getByLabel('Problems').selectOption({ label: 'all 1 of yours' });
  await page.getByLabel('Language').selectOption('javascript');
  await page.getByRole('button', { name: 'Begin' }).click();
  const job = page.locator('.studio-job').first();
  await job.locator('[role=status]', { hasText: '1 of 1, done' }).waitFor();
  expect(await job.locator('dl').textContent()).toMatch(
    /Kept1 problem.*Asked\d+ requests, \d+ prompt tokens/,
  );
  await job.getByText('Its latest row').click();
  expect(await job.locator('pre').textContent()).toContain('"teacher": "openai:scripted"');
});
