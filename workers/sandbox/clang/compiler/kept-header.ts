const CACHE = 'quartet-precompiled';

/**
 * The precompiled header in the browser's Cache storage. Where there is none (Node, a page that came over plain HTTP)
 * nothing is kept.
 */
async function open(): Promise<Cache | null> {
  return typeof caches === 'undefined' ? null : caches.open(CACHE).catch(() => null);
}

/** Never asked of any server. */
const addressOf = (version: string): string => `https://sandbox.invalid/header/${version}`;

/** What was kept for this version, or null. */
export async function keptHeader(version: string): Promise<Uint8Array | null> {
  const cache = await open();
  const kept = await cache?.match(addressOf(version)).catch(() => undefined);
  return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
}

/** Keeps it, and drops those of other versions. A full disk costs the next visit some seconds and this one nothing. */
export async function keepHeader(version: string, header: Uint8Array): Promise<void> {
  const cache = await open();
  if (!cache) return;
  for (const other of await cache.keys()) await cache.delete(other);
  await cache.put(addressOf(version), new Response(header.slice())).catch(() => {});
}
