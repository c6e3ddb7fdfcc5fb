import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerTo } from '../../src/offline/answer.ts';
import { SiteFileError } from '../../src/offline/errors.ts';
import { keepParts, keepVersion } from '../../src/offline/keep.ts';
import { holdVersion, openVersions } from '../../src/offline/open-versions.ts';
import type { SiteFile, SiteList, SitePart } from '../../src/offline/site.ts';
import {
  currentVersion,
  dropOthers,
  openSiteCache,
  type SiteCache,
  setCurrentVersion,
  wholeVersions,
} from '../../src/offline/site-cache.ts';

/** Real Cache storage; the host is a map of addresses below this folder. */
const ROOT = `${location.origin}/some/folder/`;
const fetchHere = globalThis.fetch;
const quiet = { signal: new AbortController().signal };
const host = new Map<string, string>();
let asked: string[] = [];
let site: SiteCache;

beforeEach(async () => {
  await caches.delete(`quartet-site ${new URL(ROOT).pathname}`);
  site = await openSiteCache(ROOT);
  host.clear();
  asked = [];
  globalThis.fetch = async (input) => {
    const address = String(input).replace(ROOT, './');
    asked.push(address);
    const body = host.get(address);
    const headers = { 'content-type': 'text/javascript', vary: 'Accept', 'x-own': 'kept' };
    return body === undefined ? new Response('', { status: 404 }) : new Response(body, { headers });
  };
});
afterEach(() => {
  globalThis.fetch = fetchHere;
});

async function fileOf(address: string, content: string, part: SitePart = 'page'): Promise<SiteFile> {
  const bytes = new TextEncoder().encode(content);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { address, bytes: bytes.length, sha256, part };
}

/** Puts a version on the host: its page, and these files by their addresses. */
async function publish(version: string, files: Record<string, string>): Promise<SiteList> {
  host.set(`./?v=${version}`, `<head><meta name="version" content="${version}"></head>${version}`);
  for (const [address, content] of Object.entries(files)) host.set(`./${address}`, content);
  const made = Object.entries(files).map(([address, content]) => fileOf(address, content));
  return { version, files: await Promise.all(made) };
}

const get = (path: string, mode: RequestMode = 'cors') => ({ method: 'GET', mode, url: ROOT + path });
const gone = () => Promise.reject(new Error('no network'));
/** What a request is answered with where there is no network, or with one that `network` stands for. */
const answered = async (path: string, mode?: RequestMode, network: () => Promise<Response> = gone) =>
  answerTo(get(path, mode), ROOT, network)?.then(
    (answer) => answer.text(),
    () => null,
  );

test('a visit opens the version that was taken last; files of each stay under their own addresses', async () => {
  const first = await publish('one', {
    'assets/a-1.js': 'a1',
    'assets/b-1.js': 'b',
    'problems/x.json?v=1': 'x1',
  });
  const second = await publish('two', {
    'assets/a-2.js': 'a2',
    'assets/b-1.js': 'b',
    'problems/x.json?v=2': 'x2',
  });
  await keepVersion(site, first, ['page'], quiet);
  expect(await answered('', 'navigate')).toContain('one');
  asked = [];
  await keepVersion(site, second, ['page'], quiet);
  expect(asked.sort()).toEqual(['./?v=two', './assets/a-2.js', './problems/x.json?v=2']);
  expect(await answered('', 'navigate')).toContain('one');
  await setCurrentVersion(site, 'two');
  expect(await answered('index.html?from=a-link', 'navigate')).toContain('two');
  expect(await answered('assets/a-1.js')).toBe('a1');
  expect(await answered('problems/x.json?v=1')).toBe('x1');
  expect(await answered('problems/x.json?v=2')).toBe('x2');
});

test('a version of which a file is gone gives way to the host’s page, serves without a network, and is mended', async () => {
  const list = await publish('one', { 'assets/a-1.js': 'a', 'assets/b-1.js': 'b' });
  await keepVersion(site, list, ['page'], quiet);
  const host = async () => new Response('of the host');
  expect(await answered('', 'navigate', host)).toContain('one');
  await site.cache.delete(`${ROOT}assets/b-1.js`);
  expect(await answered('', 'navigate', host)).toBe('of the host');
  expect(await answered('assets/b-1.js', 'cors', host)).toBe('of the host');
  expect(await answered('', 'navigate')).toContain('one');
  expect(await answered('assets/a-1.js')).toBe('a');
  asked = [];
  await keepVersion(site, list, ['page'], quiet);
  expect(asked).toEqual(['./assets/b-1.js']);
  expect(await answered('', 'navigate', host)).toContain('one');
});

test('what is none of the page’s own is never looked for', () => {
  for (const path of [
    'site.json',
    'companion/problems',
    'assets/ruby.wasm.1a.0.bin',
    'assets/a-1.js.map',
    'models/x',
  ])
    expect(answerTo(get(path), ROOT, gone)).toBe(null);
  expect(answerTo(get('models/README.md', 'navigate'), ROOT, gone)).toBe(null);
  expect(answerTo({ ...get('assets/a-1.js'), method: 'POST' }, ROOT, gone)).toBe(null);
  expect(answerTo({ ...get(''), url: `${location.origin}/other/assets/a-1.js` }, ROOT, gone)).toBe(null);
});

test('that storage is full is told after all that was being stored, and nothing after it', async () => {
  const list = await publish('one', { 'assets/a-1.js': 'a', 'assets/b-1.js': 'b' });
  const put = async (address: string) => {
    if (address.endsWith('a-1.js')) throw new DOMException('full', 'QuotaExceededError');
    await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const full = { ...site, cache: { keys: () => site.cache.keys(), put } as unknown as Cache };
  const told: string[] = [];
  const onBytes = (bytes: number) => told.push(`${bytes} bytes`);
  await keepParts(full, list, ['page'], { ...quiet, onBytes }).catch(({ name }) => told.push(name));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(told).toEqual(['0 bytes', '1 bytes', 'NoOfflineRoomError']);
});

test('a version that does not come whole is not one; what came of it is not fetched again', async () => {
  const list = await publish('one', { 'assets/a-1.js': 'a', 'assets/b-1.js': 'b' });
  host.set('./assets/b-1.js', 'damaged');
  await expect(keepVersion(site, list, ['page'], quiet)).rejects.toThrow(SiteFileError);
  await expect(keepVersion(site, list, ['page'], quiet)).rejects.toThrow(/b-1\.js could not be read/);
  expect(await wholeVersions(site)).toEqual([]);
  host.set('./assets/b-1.js', 'b');
  asked = [];
  let told = 0;
  await keepVersion(site, list, ['page'], {
    ...quiet,
    onBytes: (more) => {
      told += more;
    },
  });
  expect(asked).toEqual(['./assets/b-1.js', './?v=one']);
  expect(told).toBe(2);
  expect(await wholeVersions(site)).toEqual([list]);
});

test('an index.html of another version is refused: the host is between two', async () => {
  const list = await publish('one', {});
  host.set('./?v=one', '<meta name="version" content="two">');
  await expect(keepVersion(site, list, ['page'], quiet)).rejects.toThrow('it is of another version');
});

test('a copy has the host’s headers, of which a page’s isolation depends, and is found whatever they vary by', async () => {
  const list = await publish('one', { 'assets/a-1.js': 'a' });
  await keepParts(site, list, ['page'], quiet);
  const answer = await answerTo(get('assets/a-1.js'), ROOT, gone);
  expect(answer?.headers.get('x-own')).toBe('kept');
  expect(answer?.headers.get('vary')).toBe(null);
});

test('what no version has any more goes; versions that are open stay', async () => {
  const lists = await Promise.all(
    ['one', 'two', 'three'].map((name) =>
      publish(name, { [`assets/${name}-1.js`]: name, 'assets/all-1.js': 'all' }),
    ),
  );
  for (const list of lists) await keepVersion(site, list, ['page'], quiet);
  await setCurrentVersion(site, 'three');
  holdVersion(ROOT, 'two');
  await expect.poll(() => openVersions(ROOT)).toEqual(new Set(['two']));
  await dropOthers(site, lists.slice(1));
  expect((await wholeVersions(site)).map(({ version }) => version).sort()).toEqual(['three', 'two']);
  expect(await answered('assets/one-1.js')).toBe(null);
  expect(await answered('assets/two-1.js')).toBe('two');
  expect(await answered('assets/all-1.js')).toBe('all');
  expect(await currentVersion(site)).toBe('three');
});
