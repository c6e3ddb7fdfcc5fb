import { createMD5, createSHA256 } from 'hash-wasm';
import type { RecordedFile } from './record.ts';

/** Bytes that are not the file's; the message is a sentence about it. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

/**
 * Passes the chunks of a file on and throws `FaultError` when too many came, or, after the last, when their number or
 * hash is not the file's. `onBytes` is told of each chunk.
 */
export async function* checked(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  { bytes, md5, sha256 }: Omit<RecordedFile, 'path'>,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const hashes = [
    { name: 'MD5', wanted: md5, hash: md5 === undefined ? null : await createMD5() },
    { name: 'SHA-256', wanted: sha256, hash: sha256 === undefined ? null : await createSHA256() },
  ];
  let length = 0;
  let page = false;
  for await (const chunk of chunks) {
    if (length === 0) page = startsLikeAPage(chunk);
    length += chunk.length;
    if (length > bytes) throw wrongLength(`more than ${bytes}`, bytes, page);
    for (const { hash } of hashes) hash?.update(chunk);
    onBytes(chunk.length);
    yield chunk;
  }
  if (length !== bytes) throw wrongLength(String(length), bytes, page);
  for (const { name, wanted, hash } of hashes) {
    if (hash && hash.digest() !== wanted)
      throw new FaultError(`its ${name} is not the one it should have: it was damaged on the way or on disk`);
  }
}

/** Whether the bytes begin a web page, as servers send for what they do not have. */
export function startsLikeAPage(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype|html|head|\?xml)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

function wrongLength(length: string, wanted: number, page: boolean): FaultError {
  const what = page ? ', and they are a web page' : '';
  return new FaultError(`it has ${length} bytes where ${wanted} are needed${what}`);
}

/** What is wrong with a kept file, or null when it is whole. */
export async function faultOf(
  blob: Blob | null,
  file: RecordedFile,
  signal: AbortSignal,
  onBytes?: (count: number) => void,
): Promise<string | null> {
  if (!blob) return 'it is missing';
  try {
    for await (const _ of checked(blobChunks(blob, signal), file, onBytes));
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FaultError) return error.message;
    if (error instanceof DOMException) return `it cannot be read from the disk (${error.message})`;
    throw error;
  }
}

/** A blob's bytes, some at a time. */
export async function* blobChunks(
  blob: Blob,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const part = 4 * 2 ** 20;
  for (let at = 0; at < blob.size; at += part) {
    signal.throwIfAborted();
    yield new Uint8Array(await blob.slice(at, at + part).arrayBuffer());
  }
}
