import { indexAddress } from './site.ts';
import { currentVersion, keptAnswer, openSiteCache } from './site-cache.ts';

/**
 * What is kept for a request, or undefined where nothing is; null at once for what is none of the site's, or never kept
 * with it: runtimes and models are kept by who uses them. `root` is the site's folder, absolute, with its last slash.
 */
export function answerTo(
  { method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>,
  root: string,
): Promise<Response | undefined> | null {
  if (method !== 'GET' || !url.startsWith(root)) return null;
  const { pathname, searchParams } = new URL(url);
  const path = pathname.slice(new URL(root).pathname.length);
  if (mode === 'navigate') return path === '' || path === 'index.html' ? visit(root) : null;
  // An address that names its content: by its name, of what the build made, or by its query.
  const named = /^assets\/.*\.(?!bin$|map$)\w+$/.test(path) || searchParams.has('v');
  return named ? openSiteCache(root).then((site) => keptAnswer(site, url)) : null;
}

/** The page, in the version that the person took last. */
async function visit(root: string): Promise<Response | undefined> {
  const site = await openSiteCache(root);
  const version = await currentVersion(site);
  return version === null ? undefined : keptAnswer(site, indexAddress(version));
}
