/** Where a repository's files come from: a server, a folder, a store. Rejects with `WeightsError` naming the file. */
export interface Source {
  /** The repository's name for people, e.g. the last part of its address. */
  readonly name: string;
  /** The whole file, or null when there is none. `fresh` passes over any copy that a cache holds. */
  read(path: string, signal?: AbortSignal, fresh?: boolean): Promise<Uint8Array<ArrayBuffer> | null>;
}
