import { SiteFileError } from './errors.ts';
import { expectRoom, keeping } from './room.ts';
import {
  bytesOf,
  filesOf,
  indexAddress,
  type SiteFile,
  type SiteList,
  type SitePart,
  VERSION_META,
} from './site.ts';
import { absolute, keptAddresses, keptAnswer, noteWhole, type SiteCache } from './site-cache.ts';

export interface KeepOptions {
  signal: AbortSignal;
  /** Told of bytes: first of what was there before, then file by file of what came. */
  onBytes?(bytes: number): void;
}

/** As many as a browser asks of one host at a time, less some for the person. */
const AT_ONCE = 4;

/** Those files of the parts that are not kept. */
export async function missingFiles(
  site: SiteCache,
  list: SiteList,
  parts: readonly SitePart[],
): Promise<SiteFile[]> {
  const kept = await keptAddresses(site);
  return filesOf(list, parts).filter(({ address }) => !kept.has(absolute(site, address)));
}

/**
 * Fetches what is missing of these parts, and keeps each file whose hash is right. Rejects with `SiteFileError`,
 * `NoOfflineRoomError`, `OfflineStorageError` or the signal's reason; what came is kept, and the next try goes on there.
 */
export async function keepParts(
  site: SiteCache,
  list: SiteList,
  parts: readonly SitePart[],
  { signal, onBytes }: KeepOptions,
): Promise<void> {
  const missing = await missingFiles(site, list, parts);
  let left = bytesOf(missing);
  await expectRoom(left);
  onBytes?.(bytesOf(filesOf(list, parts)) - left);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const lane = async (): Promise<void> => {
    for (let file = missing.shift(); file; file = missing.shift()) {
      either.throwIfAborted();
      await keepFile(site, file, either);
      left -= file.bytes;
      onBytes?.(file.bytes);
    }
  };
  await keeping(
    () => left,
    async () => {
      const lanes = Array.from({ length: AT_ONCE }, lane);
      try {
        await Promise.all(lanes);
      } finally {
        // One that failed leaves the others nothing to go on for; what they are storing comes before the failure is told.
        failed.abort();
        await Promise.allSettled(lanes);
      }
    },
  );
}

/** Keeps these parts and index.html, and notes the version as whole. Rejects as `keepParts` does. */
export async function keepVersion(
  site: SiteCache,
  list: SiteList,
  parts: readonly SitePart[],
  options: KeepOptions,
): Promise<void> {
  await keepParts(site, list, parts, options);
  await keeping(
    () => 0,
    async () => {
      await keepIndex(site, list.version, options.signal);
      await noteWhole(site, list);
    },
  );
}

async function keepFile(site: SiteCache, file: SiteFile, signal: AbortSignal): Promise<void> {
  const { address } = file;
  for (const cache of ['default', 'reload'] as const) {
    const answer = await ask(site, address, { cache, signal });
    const bytes = await answer.arrayBuffer();
    if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256) continue;
    await site.cache.put(absolute(site, address), copyOf(answer, bytes));
    return;
  }
  throw new SiteFileError(address, 'it is not the one that this version was built with');
}

async function keepIndex(site: SiteCache, version: string, signal: AbortSignal): Promise<void> {
  const address = indexAddress(version);
  // The host may have a newer one by now.
  if (await keptAnswer(site, address)) return;
  const answer = await ask(site, address, { cache: 'reload', signal });
  const html = await answer.text();
  const page = new DOMParser().parseFromString(html, 'text/html');
  const said = page.querySelector(`meta[name="${VERSION_META}"]`)?.getAttribute('content');
  if (said !== version) throw new SiteFileError('index.html', 'it is of another version than its files');
  await site.cache.put(absolute(site, address), copyOf(answer, html));
}

async function ask(site: SiteCache, address: string, init: RequestInit): Promise<Response> {
  // After whatever the person waits for.
  const answer = await fetch(absolute(site, address), { ...init, priority: 'low' }).catch((error: Error) => {
    init.signal?.throwIfAborted();
    throw new SiteFileError(address, error.message);
  });
  if (!answer.ok) throw new SiteFileError(address, `the server answered ${answer.status}`);
  return answer;
}

/** With the host's headers, of which a page's isolation and a script's type depend; without those of the transport. */
function copyOf(answer: Response, body: BodyInit): Response {
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length', 'vary']) headers.delete(name);
  return new Response(body, { headers });
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
