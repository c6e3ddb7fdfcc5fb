/** The models kept on this device: brought once, checked before each use, repaired or deleted at will. */

/** Where a model's files came from, and so where a damaged one can be had again. */
export type Origin =
  | {
      kind: 'network';
      /** The folder that holds `mlc-chat-config.json`, ending with a slash. */
      url: string;
    }
  /** A folder or files on disk, which have to be given again for a repair. */
  | { kind: 'files' };

/** A compiled model library: the `.wasm` that web-llm runs a model with. */
export interface LibraryAddress {
  url: string;
  /** Checked when it is known; what came is noted otherwise, and damage found later. */
  sha256?: string;
}

/** A repository that is to be downloaded. */
export interface WantedModel {
  /** Its folder on a web server: see `repositoryFolder` for what people write. */
  url: string;
  /** The last telling part of the address by default. */
  id?: string;
  library?: LibraryAddress;
}

/** A file of a person's choice: of `<input type="file">`, a directory picker or a drop. */
export interface BroughtFile {
  /** With the folders above it, as far as the browser tells. */
  path: string;
  file: Blob;
}

export interface KeptModel {
  /** Names it in this store, e.g. `Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC`. */
  id: string;
  origin: Origin;
  /** Incomplete: the download was broken off and can go on. */
  state: 'whole' | 'incomplete';
  /** On the device now. */
  bytes: number;
  /** When whole; null until the list of its files has come. */
  totalBytes: number | null;
  files: number;
  filesKept: number;
  /** Path of its compiled library among the files; null without one. */
  library: string | null;
  /** What its own files say; null until they have come. */
  about: ModelFacts | null;
  /** Milliseconds since 1970. */
  addedAt: number;
}

export interface ModelFacts {
  /** MLC's `model_type`, e.g. `qwen2`. */
  type: string;
  /** E.g. `q4f16_1`. */
  quantisation: string;
  contextLength: number | null;
  /** Shape of its keys and values; absent where its files do not say it. */
  cache?: { layers: number; kvHeads: number; headDim: number };
  /** Names the base's bits, as `Manifest.baseHash`. */
  baseHash: string;
  /** Bytes of all tensors: what the weights take in memory. */
  weightBytes: number;
  /** Roles that it has packs for. */
  roles: string[];
}

export interface Progress {
  /** The file that the last bytes were of. */
  file: string;
  filesDone: number;
  files: number;
  /** Bytes that are there and checked or on their way, of `total`. */
  done: number;
  total: number;
  /** Over the last seconds; null before there is anything to tell. */
  bytesPerSecond: number | null;
  secondsLeft: number | null;
}

export type InstallEvent =
  /** The list of files has come: so much is wanted, and so much of it was there before. */
  | { type: 'planned'; files: number; total: number; kept: number }
  | ({ type: 'progress' } & Progress)
  /** It arrived damaged and is fetched once more. */
  | { type: 'again'; file: string; fault: string }
  | { type: 'installed'; model: KeptModel };

/** A file that is not what it was or should be. */
export interface Damage {
  file: string;
  /** A sentence: missing, cut off, a web page in its place, other bits. */
  fault: string;
}

export type CheckEvent =
  | ({ type: 'progress' } & Progress)
  | ({ type: 'damaged' } & Damage)
  | { type: 'checked'; damaged: Damage[] };

/** What this browser gives the site, in bytes. */
export interface StorageSpace {
  /** Where models are kept: the private file system, or Cache storage where there is none. */
  backend: 'opfs' | 'cache';
  used: number;
  /** An estimate of what could be used in all; null where the browser does not tell. */
  quota: number | null;
  /** Of `used`, by models, broken-off ones included. */
  models: number;
  /** Whether the browser promised not to clear it by itself. */
  persisted: boolean;
}

/**
 * Every method rejects with errors of `errors.ts`, by name. The iterators do their work as they are read; leaving one,
 * or its signal's abort, ends it and keeps what is whole. One tab at a time changes a model (`ModelBusyError`).
 */
export interface ModelStore {
  list(): Promise<KeptModel[]>;
  space(): Promise<StorageSpace>;
  /** Asks the browser not to clear the storage by itself; false where it refuses. */
  persist(): Promise<boolean>;
  /** Downloads a model, or goes on where a download was broken off. */
  download(wanted: WantedModel, signal: AbortSignal): AsyncIterable<InstallEvent>;
  /** Copies a model from files on disk. */
  bring(files: readonly BroughtFile[], signal: AbortSignal, id?: string): AsyncIterable<InstallEvent>;
  /** Reads every file and compares its hash. */
  check(id: string, signal: AbortSignal): AsyncIterable<CheckEvent>;
  /** Checks, and brings again only what is damaged or missing: from where it came, or from `files`. */
  repair(
    id: string,
    signal: AbortSignal,
    files?: readonly BroughtFile[],
  ): AsyncIterable<InstallEvent | CheckEvent>;
  /** Deletes all that is kept of it. */
  remove(id: string): Promise<void>;
}
