import { indexAddress } from './site.ts';
import { currentVersion, keptAnswer, openSiteCache, wholeVersion } from './site-cache.ts';

/**
 * What a request is answered with: what is kept for it, and else what `network` gives; null for what is none of the
 * site's, or never kept with it: runtimes and models are kept by who uses them. `root` is the site's folder, absolute,
 * with its last slash.
 */
export function answerTo(
  { method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>,
  root: string,
  network: () => Promise<Response>,
): Promise<Response> | null {
  if (method !== 'GET' || !url.startsWith(root)) return null;
  const { pathname, searchParams } = new URL(url);
  const path = pathname.slice(new URL(root).pathname.length);
  if (mode === 'navigate')
    return path === '' || path === 'index.html' ? firstOf(keptVisit(root), network) : null;
  // An address that names its content: by its name, of what the build made, or by its query.
  const named = /^assets\/.*\.(?!bin$|map$)\w+$/.test(path) || searchParams.has('v');
  return named ? firstOf(keptFile(root, url), network) : null;
}

interface Kept {
  answer: Response;
  /** Whether it is as good as the host's. */
  whole: boolean;
}

async function keptFile(root: string, url: string): Promise<Kept | null> {
  const answer = await keptAnswer(await openSiteCache(root), url);
  return answer ? { answer, whole: true } : null;
}

/** The page, in the version that the person took last. */
async function keptVisit(root: string): Promise<Kept | null> {
  const site = await openSiteCache(root);
  const version = await currentVersion(site);
  const answer = version === null ? null : await keptAnswer(site, indexAddress(version));
  if (version === null || !answer) return null;
  return { answer, whole: (await wholeVersion(site, version)) !== null };
}

/** Of a page that lacks something the host's is better, and where there is no network, what there is of it. */
async function firstOf(keeping: Promise<Kept | null>, network: () => Promise<Response>): Promise<Response> {
  // Where storage fails, nothing is kept.
  const kept = await keeping.catch(() => null);
  if (kept?.whole) return kept.answer;
  return network().catch((error) => kept?.answer ?? Promise.reject(error));
}
