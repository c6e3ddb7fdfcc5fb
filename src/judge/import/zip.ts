import { unzipSync } from 'fflate';
import { crc32 } from 'hash-wasm';
import { ImportError } from './import-error.ts';
import { type ZipEntry, zipDirectory } from './zip-directory.ts';

/** Unpacked; an archive that claims more, or packs more into less, is refused before it fills the memory. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 20_000;
const MOST_LINKS = 10;

/**
 * The files of a zip archive: path → bytes, folders left out. Every file is checked against its checksum; a link is
 * the file of the archive that it leads to.
 */
export async function unzip(file: string, archive: Uint8Array): Promise<Map<string, Uint8Array>> {
  let bytes = 0;
  let count = 0;
  const files = attempt(file, () =>
    unzipSync(archive, {
      filter({ name, originalSize }) {
        bytes += originalSize;
        if (bytes > LARGEST_BYTES)
          throw new ImportError({ file, reason: `is larger than ${LARGEST_BYTES / 2 ** 20} MiB unpacked.` });
        if (++count > MOST_FILES)
          throw new ImportError({ file, reason: `holds more than ${MOST_FILES} files.` });
        return !name.endsWith('/');
      },
    }),
  );
  const unpacked = new Map(Object.entries(files));
  const entries = attempt(file, () => zipDirectory(archive));
  for (const [path, content] of unpacked) {
    if (Number.parseInt(await crc32(content), 16) === entries.get(path)?.crc32) continue;
    const reason =
      'does not have the checksum that the archive gives; the archive is damaged, fetch it again.';
    throw new ImportError({ file, field: path, reason });
  }
  return new Map([...unpacked.keys()].map((path) => [path, followed(file, path, unpacked, entries)]));
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError({
      file,
      reason: `is not a zip archive that can be read (${(error as Error).message}).`,
    });
  }
}

/** What a link means: the bytes of the file that it leads to, which must be in the archive too. */
function followed(
  file: string,
  path: string,
  unpacked: ReadonlyMap<string, Uint8Array>,
  entries: ReadonlyMap<string, ZipEntry>,
): Uint8Array {
  let at = path;
  for (let steps = 0; steps < MOST_LINKS && entries.get(at)?.link; steps++) {
    const target = new TextDecoder().decode(unpacked.get(at));
    const parts = target.startsWith('/') ? ['/'] : at.split('/').slice(0, -1);
    for (const part of target.split('/')) {
      if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
      else if (part !== '.' && part !== '') parts.push(part);
    }
    at = parts.join('/');
  }
  const bytes = entries.get(at)?.link ? undefined : unpacked.get(at);
  if (bytes) return bytes;
  throw new ImportError({ file, field: path, reason: 'is a link that leads to no file of the archive.' });
}
