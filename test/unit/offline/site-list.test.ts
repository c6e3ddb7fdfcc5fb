import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSiteList } from '../../../src/offline/site.ts';
import { sha256 } from '../../../tools/sha256.ts';
import { publicVersionOf, writeSiteList } from '../../../tools/vite/site-list.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartet-site-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function site(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const PAGE = '<head><title>Quartet</title></head>';

test('a list names what the page asks for, each by its content, and leaves out what is kept elsewhere', async () => {
  await site({
    'index.html': PAGE,
    'assets/page-1a.js': 'page',
    'assets/page-1a.js.map': 'map',
    'assets/python.wasm.1a2b.0.bin': 'runtime',
    'assets/web-llm-library-2b.js': 'library',
    'models/quartet-tiny/roles/coder.safetensors': 'pack',
    'models/quartet-tiny/README.md': 'words',
    'models/large/params_shard_0.bin': 'gigabytes',
    'icons/icon.svg': 'picture',
  });
  const { files } = await writeSiteList(folder, 'p1');
  expect(files).toEqual([
    { address: 'assets/page-1a.js', bytes: 4, sha256: sha256(Buffer.from('page')), part: 'page' },
    {
      ...{ address: 'assets/web-llm-library-2b.js', bytes: 7, part: 'web-llm' },
      sha256: sha256(Buffer.from('library')),
    },
    {
      ...{ address: 'models/quartet-tiny/roles/coder.safetensors?v=p1', bytes: 4, part: 'page' },
      sha256: sha256(Buffer.from('pack')),
    },
  ]);
});

test('index.html says the version that its list has, which changes with either', async () => {
  await site({ 'index.html': PAGE, 'assets/a.js': '1' });
  const first = await writeSiteList(folder, 'p1');
  expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe(
    `<head><title>Quartet</title><meta name="version" content="${first.version}"></head>`,
  );
  expect(JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'))).toEqual(first);
  await site({ 'index.html': PAGE, 'assets/a.js': '2' });
  const second = await writeSiteList(folder, 'p1');
  await site({ 'index.html': `${PAGE}<body>` });
  const third = await writeSiteList(folder, 'p1');
  expect(new Set([first, second, third].map(({ version }) => version)).size).toBe(3);
});

test('the version of what is asked for in public/ changes with a name and with a byte of it, and with nothing else', async () => {
  const versions: string[] = [];
  for (const files of [
    { 'problems/one.json': '1' },
    { 'problems/one.json': '2' },
    { 'problems/two.json': '2' },
    { 'models/large/params_shard_0.bin': 'gigabytes', 'icons/icon.svg': 'picture' },
  ]) {
    await site(files);
    versions.push(await publicVersionOf(folder));
  }
  expect(new Set(versions.slice(0, 3)).size).toBe(3);
  expect(versions[3]).toBe(versions[2]);
});

test('another program’s answer is no list', () => {
  expect(isSiteList({ version: '1', files: [] })).toBe(true);
  for (const answer of [
    null,
    'text',
    {},
    { version: '1' },
    { version: '1', files: [{}] },
    { version: '1', files: [null] },
  ])
    expect(isSiteList(answer)).toBe(false);
});
