import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The folder of what is made from packages and kept between builds: to compress a compiler takes longer than all else that a build does. */
export const KEPT = fileURLToPath(new URL('../../node_modules/.cache/quartet-assets/', import.meta.url));

/** Writes a file whole or not at all: several builds may run at once. */
export async function place(file: string, content: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}
