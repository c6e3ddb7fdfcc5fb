import { openVersions } from '../../offline/open-versions.ts';
import { siteRoot } from '../../offline/site.ts';
import type { Asset, AssetPart } from './asset.ts';
import { keptBytes, openCache } from './cache.ts';

/** Parts of runtimes are kept under their addresses, which name their content. */
const CACHE = 'quartet-runtimes';

/** The part as it was kept, or null. */
export async function keptPart({ url }: AssetPart): Promise<Uint8Array<ArrayBuffer> | null> {
  return keptBytes(await openCache(CACHE), url);
}

/** Rejects with what the browser throws when its storage is full or refused. */
export async function keepPart({ url }: AssetPart, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await (await openCache(CACHE))?.put(url, new Response(bytes));
}

/** The addresses, absolute, of all parts that are kept. */
export async function keptParts(): Promise<ReadonlySet<string>> {
  const kept = (await (await openCache(CACHE))?.keys()) ?? [];
  return new Set(kept.map(({ url }) => url));
}

const addressesOf = ({ parts }: Asset): string[] => parts.map(({ url }) => new URL(url, location.href).href);

/** Whether every part of the asset is among `kept`. */
export const isKept = (asset: Asset, kept: ReadonlySet<string>): boolean =>
  addressesOf(asset).every((url) => kept.has(url));

/** Drops what has come of the asset, if that is not all of it. */
export async function dropBroken(asset: Asset): Promise<void> {
  if (isKept(asset, await keptParts())) return;
  const cache = await openCache(CACHE);
  for (const url of addressesOf(asset)) await cache?.delete(url);
}

/** Drops what is kept of other versions of the asset, unless a page of another version is open and may want it. */
export async function keepOnly(asset: Asset): Promise<void> {
  const cache = await openCache(CACHE);
  if (!cache || (await openVersions(siteRoot())).size > 1) return;
  const current = new Set(addressesOf(asset));
  const family = familyOf([...current][0] ?? '');
  for (const { url } of await cache.keys()) {
    if (familyOf(url) === family && !current.has(url)) await cache.delete(url);
  }
}

/** The address without what tells versions and parts apart: `…/ruby.wasm` of `…/ruby.wasm.1a2b3c4d.0.bin`. */
function familyOf(url: string): string {
  return url.replace(/\.[0-9a-f]+\.\d+\.bin$/, '');
}
