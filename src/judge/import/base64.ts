const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    text += DIGITS[group >> 18]! + DIGITS[(group >> 12) & 63]!;
    text += left > 1 ? DIGITS[(group >> 6) & 63]! : '=';
    text += left > 2 ? DIGITS[group & 63]! : '=';
  }
  return text;
}

/** Digit → its six bits, by character code; 64 for everything else. */
const BITS = new Uint8Array(128).fill(64);
for (let value = 0; value < DIGITS.length; value++) BITS[DIGITS.charCodeAt(value)] = value;

/** The bytes of base64, padded or not; null for text that is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  let length = text.length;
  while (length > 0 && text[length - 1] === '=') length--;
  if (length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let group = 0;
  for (let i = 0, at = 0; i < length; i++) {
    const bits = BITS[text.charCodeAt(i)] ?? 64;
    if (bits === 64) return null;
    group = ((group << 6) | bits) & 0xffff;
    if (i % 4 > 0) bytes[at++] = group >> (6 - 2 * (i % 4));
  }
  return bytes;
}
