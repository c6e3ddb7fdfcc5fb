/**
 * The browser's Cache storage of this name, or null where there is none (Node, a page that came over plain HTTP, a
 * browser that refuses): then nothing is kept and all still works.
 */
export async function openCache(name: string): Promise<Cache | null> {
  return typeof caches === 'undefined' ? null : caches.open(name).catch(() => null);
}

/** What is kept under the address, or null. */
export async function keptBytes(cache: Cache | null, url: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const kept = await cache?.match(url).catch(() => undefined);
  return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
}

/** Keeps the bytes; a full disk costs the next visit some time and this one nothing. */
export async function keepBytes(
  cache: Cache | null,
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await cache?.put(url, new Response(bytes)).catch(() => {});
}
