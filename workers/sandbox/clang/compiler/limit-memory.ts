const MEMORY_SECTION = 5;
const PAGE_BYTES = 65_536;

/**
 * Lowers, in place, the maximum that a module states for its one memory: LEB128 numbers can be padded, so the lower
 * one takes as many bytes. Throws if the module states none.
 */
export function limitMemory(module: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  let at = 8;
  const leb = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = module[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < module.length) {
    const id = module[at++];
    const length = leb();
    if (id !== MEMORY_SECTION) {
      at += length;
      continue;
    }
    const count = leb();
    const flags = leb();
    leb();
    const start = at;
    if (count !== 1 || flags !== 1) break;
    leb();
    let pages = Math.floor(bytes / PAGE_BYTES);
    for (let i = start; i < at; i++) {
      module[i] = (pages % 128) | (i < at - 1 ? 128 : 0);
      pages = Math.floor(pages / 128);
    }
    return module;
  }
  throw new Error('The module states no maximum for its memory that could be lowered.');
}
