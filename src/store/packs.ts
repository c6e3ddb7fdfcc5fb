import { del, entries, get, set } from 'idb-keyval';
import type { PackInfo } from '../llm/engine.ts';
import { kept, shelf } from './database.ts';

/** A role pack that a person brought or built, for one base. `hash` is its key. */
export interface KeptPack extends PackInfo {
  /** Id and hash of the model that it was made for. */
  base: string;
  baseHash: string;
  /** What it was made of or came in, for people, e.g. `coder-lora/`. */
  origin: string;
  /** Milliseconds since 1970. */
  keptAt: number;
}

/** Keeps a pack and its file; the file is written first, so that no pack is listed without one. */
export function keepPack(pack: KeptPack, file: Uint8Array<ArrayBuffer>): Promise<void> {
  return kept('keep this role pack', async () => {
    await set(pack.hash, new Blob([file]), shelf('pack-files'));
    await set(pack.hash, pack, shelf('packs'));
  });
}

/** The packs that are kept for a base, the newest first. */
export function listPacks(baseHash: string): Promise<KeptPack[]> {
  return kept('list the role packs', async () => {
    const all = await entries<string, KeptPack>(shelf('packs'));
    return all
      .map(([, pack]) => pack)
      .filter((pack) => pack.baseHash === baseHash)
      .sort((a, b) => b.keptAt - a.keptAt);
  });
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
