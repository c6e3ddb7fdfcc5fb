import type { Asset, AssetPart } from './asset.ts';
import { keepBytes, keptBytes, openCache } from './cache.ts';

/** Parts of runtimes are kept under their addresses, which name their content. */
const CACHE = 'quartet-runtimes';

/** The part as it was kept, or null. */
export async function keptPart({ url }: AssetPart): Promise<Uint8Array<ArrayBuffer> | null> {
  return keptBytes(await openCache(CACHE), url);
}

export async function keepPart({ url }: AssetPart, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await keepBytes(await openCache(CACHE), url, bytes);
}

/** Drops what is kept of other versions of the asset. */
export async function keepOnly(asset: Asset): Promise<void> {
  const cache = await openCache(CACHE);
  if (!cache) return;
  const current = new Set(asset.parts.map(({ url }) => new URL(url, location.href).href));
  const family = familyOf([...current][0] ?? '');
  for (const { url } of await cache.keys()) {
    if (familyOf(url) === family && !current.has(url)) await cache.delete(url);
  }
}

/** The address without what tells versions and parts apart: `…/ruby.wasm` of `…/ruby.wasm.1a2b3c4d.0.bin`. */
function familyOf(url: string): string {
  return url.replace(/\.[0-9a-f]+\.\d+\.bin$/, '');
}
