/** IEEE half precision, as MLC's `q4f16_1` stores its scales, norms and biases; bfloat16, as checkpoints store theirs. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

const table = new Float32Array(65536);
for (let half = 0; half < 65536; half++) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 0) table[half] = sign * fraction * 2 ** -24;
  else if (exponent === 31) table[half] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  else table[half] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The value of a half given by its 16 bits. */
export function fromHalf(half: number): number {
  return table[half];
}

/** The 16 bits of the half nearest to a single-precision value, ties to even; too large becomes infinity. */
export function toHalf(value: number): number {
  float[0] = value;
  const single = bits[0];
  const sign = (single >>> 16) & 0x8000;
  const magnitude = single & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 is halfway from the largest half to the next power of two: it and all above round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below the smallest normal half the step is 2^-24; adding 0.5 in single precision rounds to just that step.
    float[0] = Math.abs(value) + 0.5;
    return sign | (bits[0] - 0x3f000000);
  }
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** Little-endian halves to single precision. */
export function halvesToFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < floats.length; i++) floats[i] = table[bytes[2 * i] | (bytes[2 * i + 1] << 8)];
  return floats;
}

/** Single precision to little-endian halves. */
export function floatsToHalves(floats: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(floats.length * 2);
  for (let i = 0; i < floats.length; i++) {
    const half = toHalf(floats[i]);
    bytes[2 * i] = half & 255;
    bytes[2 * i + 1] = half >> 8;
  }
  return bytes;
}

/** Little-endian bfloat16 to single precision: the upper half of a single's bits. */
export function brainFloatsToFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, bytes.length >> 1);
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < words.length; i++) words[i] = halves[i] << 16;
  return new Float32Array(words.buffer);
}
