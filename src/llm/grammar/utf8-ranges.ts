/** An inclusive range of bytes. */
export type ByteRange = [number, number];

const SURROGATES: [number, number] = [0xd800, 0xdfff];
/** The last code point that UTF-8 writes in one, two, three and four bytes. */
const LONGEST = [0x7f, 0x7ff, 0xffff, 0x10ffff];

/** The UTF-8 of the code points `from` … `to` as sequences of byte ranges; surrogates, which it cannot write, are left out. */
export function utf8Ranges(from: number, to: number): ByteRange[][] {
  if (from > to) return [];
  if (from <= SURROGATES[1] && to >= SURROGATES[0])
    return [...utf8Ranges(from, SURROGATES[0] - 1), ...utf8Ranges(SURROGATES[1] + 1, to)];
  const length = LONGEST.findIndex((longest) => from <= longest) + 1;
  if (to > LONGEST[length - 1])
    return [...utf8Ranges(from, LONGEST[length - 1]), ...utf8Ranges(LONGEST[length - 1] + 1, to)];
  return split(encode(from, length), encode(to, length));
}

function encode(point: number, length: number): number[] {
  if (length === 1) return [point];
  const bytes = Array.from({ length }, (_, i) => 0x80 | ((point >> (6 * (length - 1 - i))) & 0x3f));
  const lead = (0xf00 >> length) & 0xff;
  bytes[0] = lead | (point >> (6 * (length - 1)));
  return bytes;
}

/** Between two byte strings of one length, in the order of their bytes. */
function split(low: readonly number[], high: readonly number[]): ByteRange[][] {
  if (low.length === 1) return [[[low[0], high[0]]]];
  const rest = low.length - 1;
  const first = Array(rest).fill(0x80);
  const last = Array(rest).fill(0xbf);
  const tail = (byte: number, from: readonly number[], to: readonly number[]): ByteRange[][] =>
    split(from, to).map((ranges) => [[byte, byte], ...ranges]);
  if (low[0] === high[0]) return tail(low[0], low.slice(1), high.slice(1));
  const whole = (from: number, to: number): ByteRange[][] =>
    from > to ? [] : [[[from, to], ...Array.from({ length: rest }, (): ByteRange => [0x80, 0xbf])]];
  const lowWhole = low.slice(1).every((byte) => byte === 0x80);
  const highWhole = high.slice(1).every((byte) => byte === 0xbf);
  return [
    ...(lowWhole ? [] : tail(low[0], low.slice(1), last)),
    ...whole(low[0] + (lowWhole ? 0 : 1), high[0] - (highWhole ? 0 : 1)),
    ...(highWhole ? [] : tail(high[0], first, high.slice(1))),
  ];
}
