import { PAGE_BYTES, Reader, SECTION, sectionsOf } from '../../wasi/wasm-binary.ts';

/**
 * Lowers, in place, the maximum that a module states for its one memory: LEB128 numbers can be padded, so the lower
 * one takes as many bytes. Throws if the module states none.
 */
export function limitMemory(module: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  for (const { id, content } of sectionsOf(module)) {
    if (id !== SECTION.memory) continue;
    const reader = new Reader(content);
    const [count, flags] = [reader.number(), reader.byte()];
    reader.number();
    if (count !== 1 || flags !== 1) break;
    let pages = Math.floor(bytes / PAGE_BYTES);
    for (let at = reader.at; at < content.length; at++) {
      content[at] = (pages % 128) | (at < content.length - 1 ? 128 : 0);
      pages = Math.floor(pages / 128);
    }
    return module;
  }
  throw new Error('The module states no maximum for its memory that could be lowered.');
}
