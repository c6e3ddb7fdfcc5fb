import { del, get, set, values } from 'idb-keyval';
import { kept, shelf } from './database.ts';
import type { KeptPack } from './records.ts';

export type { KeptPack } from './records.ts';

/** Keeps a pack and its file; the file is written first, so that no pack is listed without one. */
export function keepPack(pack: KeptPack, file: Uint8Array<ArrayBuffer>): Promise<void> {
  return kept('keep this role pack', async () => {
    await set(pack.hash, new Blob([file]), shelf('pack-files'));
    await set(pack.hash, pack, shelf('packs'));
  });
}

/** Every pack that is kept, the newest first. */
export function listAllPacks(): Promise<KeptPack[]> {
  return kept('list the role packs', async () => {
    const all = await values<KeptPack>(shelf('packs'));
    return all.sort((a, b) => b.keptAt - a.keptAt);
  });
}

/** The packs that are kept for a base, the newest first. */
export async function listPacks(baseHash: string): Promise<KeptPack[]> {
  return (await listAllPacks()).filter((pack) => pack.baseHash === baseHash);
}

/** A pack's file; null if it is not kept. */
export function readPack(hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return kept('read this role pack', async () => {
    const file = await get<Blob>(hash, shelf('pack-files'));
    return file ? new Uint8Array(await file.arrayBuffer()) : null;
  });
}

export function deletePack(hash: string): Promise<void> {
  return kept('delete this role pack', async () => {
    await del(hash, shelf('packs'));
    await del(hash, shelf('pack-files'));
  });
}
