const encoder = new TextEncoder();

/** What reading input gives without an encoding: bytes with Node's `toString`. */
export class TextBuffer extends Uint8Array {
  override toString(encoding = 'utf8', start = 0, end = this.length): string {
    const bytes = this.subarray(start, end);
    if (/^(latin1|binary|ascii)$/i.test(encoding)) {
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return text;
    }
    if (/^hex$/i.test(encoding)) return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return new TextDecoder().decode(bytes);
  }
}

/** As much of Node's `Buffer` as reading input and writing output takes. */
export const NodeBuffer = {
  from(value: string | Iterable<number>): TextBuffer {
    return new TextBuffer(typeof value === 'string' ? encoder.encode(value) : [...value]);
  },
  alloc: (size: number, fill = 0): TextBuffer => new TextBuffer(size).fill(fill) as TextBuffer,
  allocUnsafe: (size: number): TextBuffer => new TextBuffer(size),
  concat(parts: Uint8Array[]): TextBuffer {
    const joined = new TextBuffer(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  },
  byteLength: (text: string): number => encoder.encode(text).length,
  isBuffer: (value: unknown): boolean => value instanceof TextBuffer,
};

/** Bytes as they are; anything else as the UTF-8 of what `String` gives. */
export function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return encoder.encode(String(value));
}
