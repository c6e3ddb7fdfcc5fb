import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { addressOf, CACHE } from '../workers/sandbox/clang/compiler/kept-header.ts';
import { launchChromium } from './chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(root, 'dist');
/** What the built site is made from. */
const SOURCES = [
  'src',
  'workers',
  'public',
  'tools/vite',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
];

const GIVEN = '/given/';
const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Builds the site into `dist` if it is missing or older than anything that it is made from. */
export async function ensureBuilt(): Promise<void> {
  const index = join(DIST, 'index.html');
  if (existsSync(index) && newest(SOURCES.map((path) => join(root, path))) <= statSync(index).mtimeMs) return;
  process.stderr.write('Building the site…\n');
  const { build } = await import('vite');
  await build({ root, logLevel: 'error' });
}

function newest(paths: string[]): number {
  const times = paths.filter(existsSync).map((path) => {
    const { mtimeMs } = statSync(path);
    if (!statSync(path).isDirectory()) return mtimeMs;
    return Math.max(mtimeMs, newest(readdirSync(path).map((name) => join(path, name))));
  });
  return Math.max(0, ...times);
}

export interface SiteOptions {
  /** Folder of the built site; `dist` by default. */
  dist?: string;
  /** Where the site lies on its host, e.g. `/quartet/`. */
  path?: string;
  /** Send the headers of cross-origin isolation, which the site must not need. */
  isolated?: boolean;
  /** Leave the Content-Security-Policy out of the page, to see what holds without it. */
  unguarded?: boolean;
  /** Have the service worker, by which the page keeps itself; most of what drives the page visits it once. */
  serviceWorker?: boolean;
  /** A folder that is served under `given/`, beside the site's own files: a model's. */
  given?: string;
}

/** The built site on a free loopback port, as any static host would serve it. */
export interface Site {
  url: string;
  /** Paths that were asked for, in order. */
  requests: string[];
  close(): Promise<void>;
}

export async function serveSite({
  dist = DIST,
  path = '/',
  isolated = false,
  unguarded = false,
  serviceWorker = false,
  given,
}: SiteOptions = {}): Promise<Site> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    requests.push(asked);
    const below = asked.slice(path.length - 1);
    const isGiven = given !== undefined && below.startsWith(GIVEN);
    const folder = isGiven ? resolve(given) : dist;
    const name = isGiven ? below.slice(GIVEN.length) : below;
    const file = normalize(join(folder, name, asked.endsWith('/') ? 'index.html' : ''));
    if (
      !asked.startsWith(path) ||
      !file.startsWith(folder + sep) ||
      (file === join(dist, 'sw.js') && !serviceWorker) ||
      !existsSync(file) ||
      !statSync(file).isFile()
    ) {
      response.writeHead(404).end();
      return;
    }
    const body = readFileSync(file);
    const page = unguarded && file === join(dist, 'index.html');
    const sent = page ? body.toString().replace(POLICY, '') : body;
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(isolated
        ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
        : {}),
    });
    response.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The site open in a headless browser that reaches nothing else. */
export interface OpenSite {
  page: Page;
  context: BrowserContext;
  browser: Browser;
  site: Site;
  /** Addresses outside of the site that something in the page asked for; none was let through. */
  outside: string[];
  /** Errors that the page did not catch. */
  errors: string[];
  close(): Promise<void>;
}

/** Builds the site if need be, serves it and opens it, ready when the page has installed `window.quartet`. */
export async function openSite(
  options: SiteOptions & {
    chromiumArgs?: string[];
    /** The origin of an endpoint that the page is let reach. */
    allow?: string;
    /** Languages to be run: for C++ the browser keeps what it would else first precompile, most of a minute on every start. */
    languages?: readonly string[];
  } = {},
): Promise<OpenSite> {
  await ensureBuilt();
  const site = await serveSite(options);
  const browser = await launchChromium(options.chromiumArgs);
  const outside: string[] = [];
  const errors: string[] = [];
  const close = async (): Promise<void> => {
    await browser.close();
    await site.close();
  };
  try {
    const context = await browser.newContext();
    await context.route('**/*', (route) => {
      const url = route.request().url();
      const { origin } = new URL(url);
      if (origin === new URL(site.url).origin || origin === options.allow) return route.fallback();
      outside.push(url);
      return route.abort();
    });
    await context.routeWebSocket(/.*/, (socket) => {
      outside.push(socket.url());
      void socket.close();
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
    await page.goto(site.url);
    await page.waitForFunction(() => Boolean((globalThis as { quartet?: unknown }).quartet));
    if (options.languages?.includes('cpp')) await keepHeader(page);
    return { page, context, browser, site, outside, errors, close };
  } catch (error) {
    await close();
    if (errors.length > 0)
      throw new Error(`The page failed while it opened: ${errors.join('\n')}`, { cause: error });
    throw error;
  }
}

/** Has the page's browser keep C++'s precompiled header as Node keeps it, the same bytes. */
async function keepHeader(page: Page): Promise<void> {
  const { clangHeader } = await import('./vite/clang-sysroot.ts');
  const header = await clangHeader();
  if (!header) return;
  const from = new URL('header.pch', page.url()).href;
  await page.route(from, (route) => route.fulfill({ path: header.file }));
  await page.evaluate(
    async ([from, cache, address]) => (await caches.open(cache)).put(address, await fetch(from)),
    [from, CACHE, addressOf(header.version)] as const,
  );
  await page.unroute(from);
}
