import { unzipSync } from 'fflate';
import { crc32 } from 'hash-wasm';
import { ImportError } from './import-error.ts';

/** Unpacked; an archive that claims more, or packs more into less, is refused before it fills the memory. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 20_000;

/** The files of a zip archive: path → bytes, folders left out. Every file is checked against its checksum. */
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
  const checksums = attempt(file, () => checksumsOf(archive));
  for (const [path, content] of unpacked) {
    if (Number.parseInt(await crc32(content), 16) === checksums.get(path)) continue;
    const reason =
      'does not have the checksum that the archive gives; the archive is damaged, fetch it again.';
    throw new ImportError({ file, field: path, reason });
  }
  return unpacked;
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

/** CRC-32 of every file by its name, from the archive's directory (APPNOTE.TXT, 4.3.12 and 4.3.16). */
function checksumsOf(archive: Uint8Array): Map<string, number> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === 0xffffffff || count === 0xffff) throw new Error('it is a zip64 archive, for more than 4 GiB');
  const checksums = new Map<string, number>();
  for (let entry = 0; entry < count; entry++) {
    const flags = view.getUint16(at + 8, true);
    const length = view.getUint16(at + 28, true);
    const name = archive.subarray(at + 46, at + 46 + length);
    // Bit 11: UTF-8. Otherwise bytes stand for themselves, as the unpacker reads them.
    const path = flags & 0x800 ? new TextDecoder().decode(name) : latin1(name);
    checksums.set(path, view.getUint32(at + 16, true));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return checksums;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
