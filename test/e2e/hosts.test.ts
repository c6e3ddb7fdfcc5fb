import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Automation } from '../../src/automation.ts';
import { launchChromium } from '../../tools/chromium.ts';

/** The built site as each recipe of hosting/ serves it, where the server is installed. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const recipe = (name: string) => readFileSync(join(root, 'hosting', name), 'utf8');
const has = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

interface Host {
  server: string;
  /** The site's path on it. */
  path: string;
  isolated: boolean;
  /** The command that serves the folder `www`, which holds the site as `quartet`, on a port. */
  command(www: string, port: number): [string, ...string[]];
}

const HOSTS: Host[] = [
  {
    ...{ server: 'nginx', path: '/quartet/', isolated: true },
    command(www, port) {
      // Its workers run as somebody else otherwise, who may not read what is a person's own.
      const user = process.getuid?.() === 0 ? 'user root; ' : '';
      const conf = `${user}daemon off; pid ${www}/nginx.pid; error_log stderr; events {}
        http { access_log off; ${recipe('nginx-cache.conf')}
          ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${www}/${kind};`).join(' ')}
          server { listen 127.0.0.1:${port};
          ${recipe('nginx.conf').replace('/var/www', www).replace('mime.types', '/etc/nginx/mime.types')} } }`;
      writeFileSync(join(www, 'nginx.conf'), conf);
      return ['nginx', '-c', join(www, 'nginx.conf'), '-e', 'stderr'];
    },
  },
  {
    ...{ server: 'caddy', path: '/quartet/', isolated: true },
    command(www, port) {
      const conf = recipe('Caddyfile').replace(':8080', `http://127.0.0.1:${port}`).replace('/var/www', www);
      writeFileSync(join(www, 'Caddyfile'), `{\n\tadmin off\n}\n${conf}`);
      return ['caddy', 'run', '--config', join(www, 'Caddyfile')];
    },
  },
  {
    ...{ server: 'python3', path: '/quartet/', isolated: false },
    command: (www, port) => [
      'python3',
      '-m',
      'http.server',
      '--bind',
      '127.0.0.1',
      '--directory',
      www,
      String(port),
    ],
  },
  {
    ...{ server: 'python3', path: '/', isolated: true },
    command(www, port) {
      cpSync(join(root, 'hosting/serve.py'), join(www, 'kit/serve.py'));
      return ['python3', join(www, 'kit/serve.py'), String(port), '--no-browser'];
    },
  },
];

let browser: Browser;
const www = mkdtempSync(join(tmpdir(), 'quartet-www-'));

beforeAll(async () => {
  symlinkSync(dist, join(www, 'quartet'));
  mkdirSync(join(www, 'kit'));
  for (const name of readdirSync(dist)) symlinkSync(join(dist, name), join(www, 'kit', name));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(www, { recursive: true });
});

describe.each(HOSTS)('$server serves it at $path', ({ server, path, isolated, command }) => {
  test.skipIf(!has(server))('and a program is judged', async () => {
    const port = await freePort();
    const [program, ...words] = command(www, port);
    const serving = spawn(program, words, { stdio: 'ignore' });
    try {
      const url = `http://127.0.0.1:${port}${path}`;
      await answers(url, serving);
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForFunction(() => Boolean((globalThis as { quartet?: unknown }).quartet));
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      const verdict = await page.evaluate(async (source) => {
        const problems = await (await fetch('problems/how-far-apart.json')).json();
        const { quartet } = globalThis as unknown as { quartet: Automation };
        return (await quartet.judge([problems].flat()[0], { language: 'javascript', source })).verdict;
      }, 'console.log("no such distance")');
      expect(verdict).toBe('WA');
      const missing = await page.evaluate(async () => (await fetch('models/none/quartet.json')).status);
      expect(missing).toBe(404);
      await page.close();
    } finally {
      serving.kill();
    }
  });
});

test('the site keeps the rules of GitHub Pages: files below 100 MB, all below 1 GB, none that Jekyll would hide', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const sizes = files.map((file) => statSync(join(dist, file)).size);
  expect(Math.max(...sizes)).toBeLessThan(100e6);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1e9);
  expect(files.filter((file) => /(^|\/)[_.]/.test(file))).toEqual([]);
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Waits until the server is up; rejects when it ends before. */
async function answers(url: string, serving: ChildProcess): Promise<void> {
  for (let tries = 0; serving.exitCode === null && tries < 100; tries++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing answered at ${url}.`);
}
