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
