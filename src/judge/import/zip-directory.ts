/** What an archive's directory says of one file. */
export interface ZipEntry {
  crc32: number;
  /** Its content is the path that it links to. */
  link: boolean;
}

/** The upper half of the external attributes is Unix's `st_mode`; these of its bits, and this value, are a link. */
const TYPE_BITS = 0o170000;
const LINK = 0o120000;

/** An archive's directory by the files' names (APPNOTE.TXT, 4.3.12 and 4.3.16). Throws where there is none. */
export function zipDirectory(archive: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === 0xffffffff || count === 0xffff) throw new Error('it is a zip64 archive, for more than 4 GiB');
  const entries = new Map<string, ZipEntry>();
  for (let entry = 0; entry < count; entry++) {
    const flags = view.getUint16(at + 8, true);
    const length = view.getUint16(at + 28, true);
    const name = archive.subarray(at + 46, at + 46 + length);
    // Bit 11: UTF-8. Otherwise bytes stand for themselves, as the unpacker reads them.
    const path = flags & 0x800 ? new TextDecoder().decode(name) : latin1(name);
    const mode = view.getUint32(at + 38, true) >>> 16;
    entries.set(path, { crc32: view.getUint32(at + 16, true), link: (mode & TYPE_BITS) === LINK });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
