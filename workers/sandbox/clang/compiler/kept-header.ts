import { keepBytes, keptBytes, openCache } from '../../../../src/sandbox/assets/cache.ts';

export const CACHE = 'quartet-precompiled';

/** Never asked of any server. */
export const addressOf = (version: string): string => `https://sandbox.invalid/header/${version}`;

/** The precompiled header as it was kept for this version, or null. */
export async function keptHeader(version: string): Promise<Uint8Array | null> {
  return keptBytes(await openCache(CACHE), addressOf(version));
}

/** Keeps it, and drops those of other versions. */
export async function keepHeader(version: string, header: Uint8Array): Promise<void> {
  const cache = await openCache(CACHE);
  if (!cache) return;
  for (const other of await cache.keys()) await cache.delete(other);
  await keepBytes(cache, addressOf(version), header.slice());
}
