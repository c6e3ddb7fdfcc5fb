import type { Asset, AssetPart } from './asset.ts';

const CACHE = 'quartet-runtimes';

/**
 * Parts of runtimes in the browser's Cache storage, under their addresses, which name their content. Where there is
 * no such storage (a page that came over plain HTTP, a browser that refuses) nothing is kept and all still works.
 */
async function open(): Promise<Cache | null> {
  return typeof caches === 'undefined' ? null : caches.open(CACHE).catch(() => null);
}

/** The part as it was kept, or null. */
export async function keptPart({ url }: AssetPart): Promise<Uint8Array<ArrayBuffer> | null> {
  const cache = await open();
  const kept = await cache?.match(url).catch(() => undefined);
  return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
}

export async function keepPart({ url }: AssetPart, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const cache = await open();
  // A full disk costs the next visit a download and this one nothing.
  await cache?.put(url, new Response(bytes)).catch(() => {});
}

/** Drops what is kept of other versions of the asset. */
export async function keepOnly(asset: Asset): Promise<void> {
  const cache = await open();
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
