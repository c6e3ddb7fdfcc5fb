import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Automation } from '../../src/automation.ts';
import { createProblem } from '../../src/judge/create.ts';
import type { Grade } from '../../src/judge/grade.ts';
import { launchChromium } from '../../tools/chromium.ts';
import { ensureBuilt, type Site, serveSite } from '../../tools/site.ts';

/** Answers everyone, and counts. */
let elsewhere: Server;
let hits: string[] = [];
let site: Site;
/** The same without the page’s own Content-Security-Policy, so that the frame’s stands alone. */
let unguarded: Site;
let browser: Browser;

beforeAll(async () => {
  await ensureBuilt();
  elsewhere = createServer((request, response) => {
    hits.push(request.url ?? '');
    response
      .writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' })
      .end('1;');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  site = await serveSite({ path: '/below/some/folder/' });
  unguarded = await serveSite({ unguarded: true });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await unguarded?.close();
  elsewhere?.close();
});

function target(): string {
  return `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
}

const pages = new Map<Site, Page>();

/** One page of each site serves all tests: a language's runtime is slow to load. */
async function open(host: Site): Promise<Page> {
  const page = pages.get(host) ?? (await browser.newPage());
  if (pages.has(host)) return page;
  pages.set(host, page);
  await page.goto(host.url);
  await page.waitForFunction(() => Boolean(window.quartet));
  return page;
}

async function judge(page: Page, language: string, source: string): Promise<Grade['tests'][0]> {
  const problem = await createProblem({
    title: 'Probe',
    tests: [
      {
        id: 'sample/1',
        input: `${target()}/probe\n${new URL(page.url()).origin}/probe\n`,
        answers: ['done\n'],
        origin: 'sample',
      },
    ],
    limits: { timeMs: 10_000, memoryBytes: 2 ** 28, outputBytes: 2 ** 16 },
  });
  const judged = await page.evaluate(
    ([problem, language, source]) =>
      (window.quartet as Automation).judge(problem as never, { language, source } as never),
    [problem, language, source] as const,
  );
  return judged.tests[0]!;
}

const JAVASCRIPT_PROBES = `
const urls = require('fs').readFileSync(0, 'utf8').trim().split('\\n');
const attempts = (url) => [
  () => fetch(url + '/fetch'),
  () => fetch(url + '/keepalive', { method: 'POST', keepalive: true, body: 'x' }),
  () => { const x = new XMLHttpRequest(); x.open('GET', url + '/xhr', false); x.send(); },
  () => new WebSocket(url.replace('http', 'ws') + '/ws'),
  () => new WebSocketStream(url.replace('http', 'ws') + '/wss'),
  () => new EventSource(url + '/events'),
  () => importScripts(url + '/script.js'),
  () => import(url + '/module.js'),
  () => new Worker(url + '/worker.js'),
  () => new Worker(URL.createObjectURL(new Blob(["fetch('" + url + "/nested')"]))),
  () => new FontFace('f', 'url(' + url + '/font)').load(),
  () => navigator.sendBeacon(url + '/beacon'),
  () => new WebTransport(url.replace('http:', 'https:') + '/wt'),
  () => new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1' }] }).createDataChannel('x'),
  () => import('data:text/javascript,' + encodeURIComponent("fetch('" + url + "/inner')")),
];
let left = 0;
for (const url of urls) for (const attempt of attempts(url)) {
  left++;
  new Promise((resolve) => resolve(attempt())).catch(() => {}).finally(() => left--);
}
setTimeout(() => console.log('done'), 1500);
`;

const PYTHON_PROBES = `
import js, time
from pyodide.ffi import to_js
urls = [input(), input()]
def attempt(call):
    try: call()
    except BaseException: pass
for url in urls:
    attempt(lambda: js.fetch(url + '/fetch'))
    attempt(lambda: js.WebSocket.new(url.replace('http', 'ws') + '/ws'))
    attempt(lambda: js.importScripts(url + '/script.js'))
    attempt(lambda: js.eval("fetch('" + url + "/eval')"))
    attempt(lambda: js.Worker.new(url + '/worker.js'))
    def xhr():
        x = js.XMLHttpRequest.new()
        x.open('GET', url + '/xhr', False)
        x.send()
    attempt(xhr)
    def urllib():
        import urllib.request
        urllib.request.urlopen(url + '/urllib').read()
    attempt(urllib)
    def pyodide_http():
        from pyodide.http import open_url
        open_url(url + '/open_url')
    attempt(pyodide_http)
    def sockets():
        import socket
        socket.create_connection(('127.0.0.1', int(url.split(':')[2].split('/')[0])), 1)
    attempt(sockets)
time.sleep(1)
print('done')
`;

describe.each([
  ['under the page’s policy and the frame’s', () => site],
  ['under the frame’s policy alone', () => unguarded],
])('%s', (_name, host) => {
  test.each([
    ['javascript', JAVASCRIPT_PROBES],
    ['python', PYTHON_PROBES],
  ])('a %s program reaches no server, its own site’s included', async (language, source) => {
    const page = await open(host());
    // The runtime itself is the site's to load.
    await judge(page, language, language === 'python' ? "print('done')" : "console.log('done')");
    hits = [];
    const result = await judge(page, language, source);
    expect([result.verdict, result.detail, result.stderr]).toEqual(['AC', '', '']);
    expect(hits).toEqual([]);
    expect(host().requests.filter((path) => path.startsWith('/probe'))).toEqual([]);
  });
});

test('the page itself, without its policy, does reach the server', async () => {
  const page = await open(unguarded);
  hits = [];
  await page.evaluate((url) => fetch(url), `${target()}/control`);
  expect(hits).toEqual(['/control']);
});

test('a program sees nothing of the page: no document, storage or name', async () => {
  const page = await open(site);
  const source = `
    const seen = [];
    for (const name of ['document', 'parent', 'localStorage', 'caches', 'cookieStore', 'BroadcastChannel', 'Worker'])
      if (typeof globalThis[name] !== 'undefined') seen.push(name);
    const request = (() => { try { return indexedDB.open('quartet-runs'); } catch (error) { return error.name; } })();
    const storage = () => navigator.storage.getDirectory().then(() => seen.push('files'), () => {});
    Promise.resolve().then(storage).catch(() => {}).then(() => {
      console.log(seen.join() || 'nothing', self.origin, typeof request === 'string' ? request : 'opened');
    });`;
  const result = await judge(page, 'javascript', source);
  expect(result.stdout).toBe('nothing null SecurityError\n');
});

test('forged messages change no more than the program’s own output', async () => {
  const page = await open(site);
  const source = `
    const post = MessagePort.prototype.postMessage;
    let port;
    MessagePort.prototype.postMessage = function (...args) { port = this; return post.apply(this, args); };
    console.log('x');
    port.postMessage({ type: 'prepared', compileError: null });
    port.postMessage({ type: 'verdict', verdict: 'AC' });
    port.postMessage({ type: 'ended', code: 0, clean: true });
    postMessage({ type: 'died', id: 1, message: 'forged' });
    while (true);`;
  expect((await judge(page, 'javascript', source)).verdict).toBe('WA');
  expect((await judge(page, 'javascript', "console.log('done')")).verdict).toBe('AC');
});

test('the site runs programs with the headers of cross-origin isolation too', async () => {
  const isolated = await serveSite({ isolated: true });
  const page = await open(isolated);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect((await judge(page, 'python', "print('done')")).verdict).toBe('AC');
  await isolated.close();
});
