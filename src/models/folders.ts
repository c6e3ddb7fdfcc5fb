/**
 * Where files are kept, by model and path (`/` between folders). Two backends: `opfs.ts`, and `cache-storage.ts` where
 * a browser has no private file system. They reject with what the browser throws; `kept` in `storage.ts` words it.
 */
export interface ModelFolders {
  readonly backend: 'opfs' | 'cache';
  models(): Promise<string[]>;
  /** Bytes of every file of a model by path; empty when there is no such model. */
  sizes(model: string): Promise<Map<string, number>>;
  /** The file, read from disk as it is used; null when there is none. */
  read(model: string, path: string): Promise<Blob | null>;
  /**
   * Replaces the file when all chunks have come; until then, and for good when they end in an error, what stood there
   * before stands.
   */
  write(model: string, path: string, chunks: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void>;
  remove(model: string, path: string): Promise<void>;
  removeModel(model: string): Promise<void>;
}
