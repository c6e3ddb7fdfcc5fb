import type { AssetKind } from './frame-protocol.ts';

/** What the page fetches before it can run a language; loaded when the language is first used. */
export interface Runtime {
  /** Where the worker's one classic script is served. */
  worker: string;
  assets: Record<string, { url: string; kind: AssetKind }>;
  /** Its first worker sends its memory after loading, and later workers start from that (`snapshot`). */
  snapshots: boolean;
}
