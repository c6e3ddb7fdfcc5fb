import { readFile } from 'node:fs/promises';

/** A file's bytes in memory of their own, as WebAssembly and workers take them. */
export async function readBuffer(file: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(file)).buffer;
}
