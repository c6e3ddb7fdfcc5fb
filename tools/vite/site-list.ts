import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  SITE_LIST,
  type SiteFile,
  type SiteList,
  type SitePart,
  VERSION_META,
} from '../../src/offline/site.ts';
import { sha256 } from '../sha256.ts';

/** What the page asks for: its own code, and what of `public/` it reads. Runtimes are kept by who runs them. */
const KEPT = /^(assets\/.*\.(js|css)|(models|problems)\/.*\.(json|bin|safetensors))$/;

/**
 * Writes the list of a built site into its folder, and the version that it is into its index.html. `publicVersion` is
 * the query with which the page asks for files of `public/`.
 */
export async function writeSiteList(folder: string, publicVersion: string): Promise<SiteList> {
  const files: SiteFile[] = [];
  for (const [path, content] of await contentsOf(folder)) {
    if (!KEPT.test(path)) continue;
    const address = path.startsWith('assets/') ? path : `${path}?v=${publicVersion}`;
    files.push({ address, bytes: content.length, sha256: sha256(content), part: partOf(path) });
  }
  const index = join(folder, 'index.html');
  const html = await readFile(index, 'utf8');
  const list = { version: versionOf(JSON.stringify(files) + html), files };
  await writeFile(
    index,
    html.replace('</title>', `$&<meta name="${VERSION_META}" content="${list.version}">`),
  );
  await writeFile(join(folder, SITE_LIST), JSON.stringify(list));
  return list;
}

/** Names all content of a folder. */
export async function folderVersion(folder: string): Promise<string> {
  const contents = await contentsOf(folder);
  return versionOf(JSON.stringify(contents.map(([path, content]) => [path, sha256(content)])));
}

const partOf = (path: string): SitePart => (path.startsWith('assets/web-llm-') ? 'web-llm' : 'page');
const versionOf = (text: string): string => sha256(Buffer.from(text)).slice(0, 16);

/** Every file by its path, `/` between folders, in the same order on every machine. */
async function contentsOf(folder: string): Promise<[path: string, content: Buffer][]> {
  const contents: [string, Buffer][] = [];
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const file = join(folder, path);
    if ((await stat(file)).isFile()) contents.push([path.replaceAll(sep, '/'), await readFile(file)]);
  }
  return contents;
}
