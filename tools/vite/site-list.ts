import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  SITE_LIST,
  type SiteFile,
  type SiteList,
  type SitePart,
  VERSION_META,
} from '../../src/offline/site.ts';
import { EMBEDDED_MODEL } from '../../src/store/settings.ts';
import { sha256 } from '../sha256.ts';

/** What the page asks for of `public/`. Other models that lie there are gigabytes, and kept by the store of models. */
const PUBLIC = new RegExp(
  `^((models/${EMBEDDED_MODEL}|problems)/.*\\.(json|bin|safetensors)|models/index\\.json)$`,
);
/** Its own code. Runtimes are kept by who runs them. */
const CODE = /^assets\/.*\.(js|css)$/;

/**
 * Writes the list of a built site into its folder, and the version that it is into its index.html. `publicVersion` is
 * the query with which the page asks for files of `public/`.
 */
export async function writeSiteList(folder: string, publicVersion: string): Promise<SiteList> {
  const files: SiteFile[] = [];
  for (const path of await pathsIn(folder)) {
    const code = CODE.test(path);
    if (!code && !PUBLIC.test(path)) continue;
    const content = await readFile(join(folder, path));
    const address = code ? path : `${path}?v=${publicVersion}`;
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

/** Names all content of `public/` that the page asks for. */
export async function publicVersionOf(folder: string): Promise<string> {
  const hashes: [path: string, hash: string][] = [];
  for (const path of await pathsIn(folder))
    if (PUBLIC.test(path)) hashes.push([path, sha256(await readFile(join(folder, path)))]);
  return versionOf(JSON.stringify(hashes));
}

const partOf = (path: string): SitePart => (path.startsWith('assets/web-llm-') ? 'web-llm' : 'page');
const versionOf = (text: string): string => sha256(Buffer.from(text)).slice(0, 16);

/** Files and folders, `/` between them, in the same order on every machine. */
async function pathsIn(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true });
  return paths.map((path) => path.replaceAll(sep, '/')).sort();
}
