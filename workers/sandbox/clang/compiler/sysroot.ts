/**
 * The headers and libraries that programs are compiled with, in one file: a little-endian uint32 with the length of
 * a JSON list of [path, bytes], the list, and the files' bytes in its order.
 */
export type Sysroot = Record<string, Uint8Array>;

/** The file that tells a sysroot, and the flags that it is for, from every other. */
export const VERSION = 'usr/quartet-version';

export function packSysroot(files: Sysroot): Uint8Array {
  const entries = Object.entries(files);
  const list = new TextEncoder().encode(JSON.stringify(entries.map(([path, { length }]) => [path, length])));
  const start = 4 + list.length;
  const packed = new Uint8Array(entries.reduce((sum, [, { length }]) => sum + length, start));
  new DataView(packed.buffer).setUint32(0, list.length, true);
  packed.set(list, 4);
  let at = start;
  for (const [, content] of entries) {
    packed.set(content, at);
    at += content.length;
  }
  return packed;
}

/** The files, which are views of `packed`. */
export function unpackSysroot(packed: Uint8Array): Sysroot {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const list = new TextDecoder().decode(packed.subarray(4, 4 + length));
  let at = 4 + length;
  const files: Sysroot = {};
  for (const [path, bytes] of JSON.parse(list) as [string, number][]) {
    files[path] = packed.subarray(at, at + bytes);
    at += bytes;
  }
  return files;
}
