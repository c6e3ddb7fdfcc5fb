import { partPath } from '../weights/catalogue.ts';
import { WeightsError } from '../weights/errors.ts';
import { blobChunks } from './checked.ts';
import { ModelSourceError } from './errors.ts';
import type { RecordedFile } from './record.ts';
import type { BroughtFile, LibraryAddress, Origin } from './store.ts';

/** The library's folder among a model's files; repositories of MLC have none of their own. */
export const LIBRARY_FOLDER = 'library/';

/** Where a model's files are brought from. */
export interface Supply {
  /** The model's name where nobody gave another. */
  readonly name: string;
  readonly origin: Origin;
  readonly library: { path: string; url: string | null; sha256?: string } | null;
  /** The file's bytes as they come, or null when there is none. */
  open(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array<ArrayBuffer>> | null>;
}

/** The file's bytes as they come, its parts one after the other where it lies in parts. */
export async function* fileChunks(
  supply: Supply,
  { path, parts }: RecordedFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const paths = parts === undefined ? [path] : Array.from({ length: parts }, (_, i) => partPath(path, i));
  for (const one of paths) {
    const chunks = await supply.open(one, signal);
    if (!chunks) throw new WeightsError(one, `it is missing from ${supply.name}, which lists it`);
    yield* chunks;
  }
}

export type OutsideFetch = (url: string, init: RequestInit) => Promise<Response>;

/** A repository's folder on a web server, and its library, which may be on another. */
export function networkSupply(url: string, library: LibraryAddress | null, fetch: OutsideFetch): Supply {
  const libraryPath = library && LIBRARY_FOLDER + lastPart(library.url);
  return {
    name: repositoryName(url),
    origin: { kind: 'network', url },
    library: library && { ...library, path: libraryPath! },
    async open(path, signal) {
      const address = path === libraryPath ? library!.url : url + path;
      // The browser's own cache would keep every shard a second time, and a damaged one too.
      const response = await fetch(address, { signal, cache: 'no-store' });
      if (response.status === 404) return null;
      if (!response.ok) throw new WeightsError(path, advice(response.status, address));
      return bodyChunks(response, path, signal);
    },
  };
}

function advice(status: number, address: string): string {
  const why =
    status === 401 || status === 403
      ? 'it is not open to everybody, or there is no such repository; check the address, or download it yourself and bring its files'
      : 'try again later, or take a mirror';
  return `${new URL(address).host} answered ${status}: ${why}`;
}

async function* bodyChunks(
  response: Response,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done || !value) return;
      yield value;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new WeightsError(path, 'the connection broke; go on with the download when it is back', { cause });
  } finally {
    void reader?.cancel().catch(() => {});
  }
}

/** Files on disk, in whatever folders they came: the repository is where `mlc-chat-config.json` lies. */
export function filesSupply(files: readonly BroughtFile[], configPath: string): Supply {
  const byPath = new Map(files.map(({ path, file }) => [path.replace(/^\/+/, ''), file]));
  const configs = [...byPath.keys()].filter((path) => `/${path}`.endsWith(`/${configPath}`));
  const [config] = configs;
  if (config === undefined) {
    throw new ModelSourceError(
      `among the ${files.length} files is no ${configPath}, with which a converted model begins; choose the folder that holds it`,
    );
  }
  if (configs.length > 1) {
    throw new ModelSourceError(
      `there are ${configs.length} models among the files (${configs.join(', ')}); bring one at a time`,
    );
  }
  const folder = config.slice(0, config.length - configPath.length);
  const wasm = [...byPath.keys()].filter((path) => path.endsWith('.wasm') && path.startsWith(folder));
  if (wasm.length > 1)
    throw new ModelSourceError(`there are ${wasm.length} libraries (${wasm.join(', ')}); leave one`);
  const library = wasm[0] === undefined ? null : LIBRARY_FOLDER + lastPart(wasm[0]);
  return {
    name: lastPart(folder.replace(/\/$/, '')),
    origin: { kind: 'files' },
    library: library === null ? null : { path: library, url: null },
    async open(path, signal) {
      const file = byPath.get(path === library ? wasm[0]! : folder + path);
      return file ? blobChunks(file, signal) : null;
    },
  };
}

/** `Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC` of `https://huggingface.co/mlc-ai/Qwen2.5-…-MLC/resolve/main/`. */
function repositoryName(url: string): string {
  return lastPart(new URL(url).pathname.replace(/\/(resolve\/[^/]+\/?)?$/, ''));
}

function lastPart(path: string): string {
  return decodeURIComponent(path.split('/').at(-1) ?? '');
}
