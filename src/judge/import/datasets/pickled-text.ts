import type { Refuse } from '../judgeable.ts';

/** Python's pickle opcodes (`pickletools`), those that a text alone is written with. */
const PROTO = 0x80;
const FRAME = 0x95;
const SHORT_BINUNICODE = 0x8c;
const BINUNICODE = 0x58;
const BINUNICODE8 = 0x8d;
const MEMOIZE = 0x94;
const BINPUT = 0x71;
const LONG_BINPUT = 0x72;
const STOP = 0x2e;

/** Bytes that follow an opcode which means nothing here: a version, a frame's length, a place in the memo. */
const SKIPPED: Record<number, number> = {
  [PROTO]: 1,
  [FRAME]: 8,
  [MEMOIZE]: 0,
  [BINPUT]: 1,
  [LONG_BINPUT]: 4,
};
/** Bytes of a text's length, little-endian. */
const LENGTHS: Record<number, number> = { [SHORT_BINUNICODE]: 1, [BINUNICODE]: 4, [BINUNICODE8]: 8 };

/**
 * The text in a pickle of one Python string. A pickle is a program: of its instructions those that write a text are
 * read here, and any other is refused.
 */
export function pickledText(bytes: Uint8Array, refuse: Refuse): string {
  let text: string | null = null;
  let at = 0;
  while (at < bytes.length) {
    const opcode = bytes[at++]!;
    if (opcode === STOP && text !== null) return text;
    const width = LENGTHS[opcode];
    if (width !== undefined && text === null) {
      const length = littleEndian(bytes.subarray(at, at + width));
      at += width;
      if (at + length > bytes.length) return refuse('is a pickle that was cut off.');
      text = new TextDecoder().decode(bytes.subarray(at, at + length));
      at += length;
      continue;
    }
    const skipped = SKIPPED[opcode];
    if (skipped === undefined) return refuse('is a pickle of something else than one text.');
    at += skipped;
  }
  return refuse('is a pickle that was cut off.');
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((number, byte) => number * 256 + byte, 0);
}
