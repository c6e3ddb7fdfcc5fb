import { filesOf, indexAddress, SITE_LIST, type SiteList } from './site.ts';

/**
 * What is kept of the site in Cache storage: files of one version or several, each under its own address, the lists of
 * the versions that are whole, and which of them a visit opens. Pages write it; the service worker answers from it.
 */
export interface SiteCache {
  /** The site's folder, absolute, with its last slash. One origin may hold several. */
  root: string;
  cache: Cache;
}

/** Under this address, which nobody asks for, stands the version that a visit opens. */
const CURRENT = 'site.json?current';
const listAddress = (version: string): string => `${SITE_LIST}?v=${version}`;

export async function openSiteCache(root: string): Promise<SiteCache> {
  return { root, cache: await caches.open(`quartet-site ${new URL(root).pathname}`) };
}

export const absolute = ({ root }: SiteCache, address: string): string => new URL(address, root).href;

/** What is kept under an address; hosts vary answers by headers that a copy does not have. */
export function keptAnswer(site: SiteCache, address: string): Promise<Response | undefined> {
  return site.cache.match(absolute(site, address), { ignoreVary: true });
}

/** The version that a visit opens; null before the first is whole. */
export async function currentVersion(site: SiteCache): Promise<string | null> {
  return (await (await keptAnswer(site, CURRENT))?.text()) ?? null;
}

/** Has every later visit open this version, which is whole. Pages that are open stay what they are. */
export async function setCurrentVersion(site: SiteCache, version: string): Promise<void> {
  await site.cache.put(absolute(site, CURRENT), new Response(version));
}

/** The lists of the versions that are whole. */
export async function wholeVersions(site: SiteCache): Promise<SiteList[]> {
  const lists = absolute(site, listAddress(''));
  const kept = (await site.cache.keys()).filter(({ url }) => url.startsWith(lists));
  const answers = await Promise.all(kept.map(({ url }) => keptAnswer(site, url)));
  return Promise.all(answers.flatMap((answer) => (answer ? [answer.json() as Promise<SiteList>] : [])));
}

/** The version's list, if its page is whole: it was noted so, and nothing of it is gone since. */
export async function wholeVersion(site: SiteCache, version: string): Promise<SiteList | null> {
  const list = (await (await keptAnswer(site, listAddress(version)))?.json()) as SiteList | undefined;
  if (!list) return null;
  const kept = await keptAddresses(site);
  const needed = [indexAddress(version), ...filesOf(list, ['page']).map(({ address }) => address)];
  return needed.every((address) => kept.has(absolute(site, address))) ? list : null;
}

/** Notes that everything of the version is kept; visits open the first that is. */
export async function noteWhole(site: SiteCache, list: SiteList): Promise<void> {
  await site.cache.put(absolute(site, listAddress(list.version)), new Response(JSON.stringify(list)));
  if ((await currentVersion(site)) === null) await setCurrentVersion(site, list.version);
}

/** Absolute addresses of all that is kept. */
export async function keptAddresses({ cache }: SiteCache): Promise<Set<string>> {
  return new Set((await cache.keys()).map(({ url }) => url));
}

/** Drops every version but these, and each file that none of these has. */
export async function dropOthers(site: SiteCache, lists: readonly SiteList[]): Promise<void> {
  const wanted = new Set(
    lists.flatMap(({ version, files }) =>
      [indexAddress(version), listAddress(version), ...files.map(({ address }) => address)].map((address) =>
        absolute(site, address),
      ),
    ),
  );
  wanted.add(absolute(site, CURRENT));
  for (const address of await keptAddresses(site)) if (!wanted.has(address)) await site.cache.delete(address);
}
