const BLOCK = 512;

/** The plain files of a tar archive (POSIX.1-1988, ustar). */
export function* entriesOf(archive: Uint8Array): Generator<{ name: string; content: Uint8Array }> {
  const text = (at: number, length: number): string => {
    const field = archive.subarray(at, at + length);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
  };
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const prefix = text(at + 345, 155);
    const name = (prefix ? `${prefix}/` : '') + text(at, 100);
    const length = Number.parseInt(text(at + 124, 12), 8);
    const type = text(at + 156, 1);
    at += BLOCK;
    if (type === '0' || type === '') yield { name, content: archive.subarray(at, at + length) };
    at += Math.ceil(length / BLOCK) * BLOCK;
  }
}
