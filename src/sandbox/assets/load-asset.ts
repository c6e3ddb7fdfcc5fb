import { SandboxError } from '../cell.ts';
import type { Asset, AssetPart } from './asset.ts';
import { keepOnly, keepPart, keptPart } from './kept.ts';

export interface LoadOptions {
  signal: AbortSignal;
  /** Told of every step: how many bytes more are there, of `downloadBytes(asset)`; `kept`: without a download. */
  onBytes?(bytes: number, kept: boolean): void;
}

/**
 * The whole file: from what the browser has kept, else downloaded, every part checked against its hash and kept. A
 * part that arrives damaged is asked for once more, past the browser's cache. Throws a SandboxError that names the
 * part, or the signal's reason; parts that had come by then are kept for the next time.
 */
export async function loadAsset(asset: Asset, options: LoadOptions): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const { part, bytes, kept } of partsOf(asset, options)) {
    // A full disk costs the next visit some time and this one nothing.
    if (!kept) await keepPart(part, bytes).catch(() => {});
    parts.push(bytes);
  }
  await keepOnly(asset);
  return inflate(asset, parts);
}

/**
 * Has the browser keep the whole file for a time without a network. Rejects as `loadAsset` does, and with what the
 * browser throws when it has no room.
 */
export async function takeAsset(asset: Asset, options: LoadOptions): Promise<void> {
  for await (const { part, bytes, kept } of partsOf(asset, options)) if (!kept) await keepPart(part, bytes);
  await keepOnly(asset);
}

interface CheckedPart {
  part: AssetPart;
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether it was kept before. */
  kept: boolean;
}

async function* partsOf(asset: Asset, { signal, onBytes }: LoadOptions): AsyncGenerator<CheckedPart> {
  for (const part of asset.parts) {
    signal.throwIfAborted();
    const before = await keptPart(part);
    const kept = before !== null && (await digest(before)) === part.sha256;
    if (kept) onBytes?.(part.bytes, true);
    const bytes = kept ? before : await downloadPart(asset, part, signal, (more) => onBytes?.(more, false));
    yield { part, bytes, kept };
  }
}

async function downloadPart(
  asset: Asset,
  part: AssetPart,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let told = 0;
  onBytes(0);
  const tell = (received: number): void => {
    // A second try tells only what the first had not, and too long an answer no more than was announced.
    const more = Math.min(received, part.bytes) - told;
    if (more <= 0) return;
    told += more;
    onBytes(more);
  };
  for (const cache of ['default', 'reload'] as const) {
    const bytes = await receive(part.url, cache, signal, tell);
    if (bytes.length === part.bytes && (await digest(bytes)) === part.sha256) {
      tell(part.bytes);
      return bytes;
    }
  }
  const which = `Part ${asset.parts.indexOf(part) + 1} of ${asset.parts.length} of ${asset.name}`;
  throw new SandboxError(
    `${which} arrives damaged from ${part.url}; the site’s copy is not the one that it was built with.`,
  );
}

/** The body of a GET, told of as it comes. */
async function receive(
  url: string,
  cache: RequestCache,
  signal: AbortSignal,
  tell: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const broken = (error: unknown): never => {
    signal.throwIfAborted();
    const { message } = error as Error;
    throw new SandboxError(
      `${url} could not be loaded (${message}). Without a network only a language that was used, or taken offline, before can be run; with one, reload the page to try again.`,
    );
  };
  const response = await fetch(url, { cache, signal }).catch(broken);
  if (!response.ok) {
    throw new SandboxError(
      `${url} answered ${response.status}; the site is incomplete, or the page is too old.`,
    );
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read().catch(broken)) ?? { done: true };
    if (done || !value) break;
    chunks.push(value);
    received += value.length;
    tell(received);
  }
  return join(chunks, received);
}

/** The browser's own `crypto.subtle` is missing on a page that came over plain HTTP. */
async function digest(bytes: Uint8Array): Promise<string> {
  // Read when it is needed: the page opens before.
  const { sha256 } = await import('hash-wasm');
  return sha256(bytes);
}

async function inflate(asset: Asset, parts: Uint8Array<ArrayBuffer>[]): Promise<ArrayBuffer> {
  const compressed = new Blob(parts).stream();
  const whole = new Uint8Array(asset.bytes);
  let at = 0;
  for await (const chunk of compressed.pipeThrough(new DecompressionStream('gzip'))) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

function join(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
