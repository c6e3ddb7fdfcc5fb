import { unzipSync } from 'fflate';
import { ImportError } from './import-error.ts';

/** Unpacked; an archive that claims more, or packs more into less, is refused before it fills the memory. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 20_000;

/** The files of a zip archive: path → bytes, folders left out. */
export function unzip(file: string, archive: Uint8Array): Map<string, Uint8Array> {
  let bytes = 0;
  let count = 0;
  try {
    const files = unzipSync(archive, {
      filter({ name, originalSize }) {
        bytes += originalSize;
        if (bytes > LARGEST_BYTES)
          throw tooLarge(file, `is larger than ${LARGEST_BYTES / 2 ** 20} MiB unpacked.`);
        if (++count > MOST_FILES) throw tooLarge(file, `holds more than ${MOST_FILES} files.`);
        return !name.endsWith('/');
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError({
      file,
      reason: `is not a zip archive that can be read (${(error as Error).message}).`,
    });
  }
}

function tooLarge(file: string, reason: string): ImportError {
  return new ImportError({ file, reason });
}
