import { floatsToHalves } from '../../src/weights/f16.ts';
import type { TensorRecord } from '../../src/weights/manifest.ts';

/**
 * The bytes of a tensor of random numbers, the same for the same name: integers of weights anything from 0 to 14,
 * scales such that a product stays about as large as what it multiplies.
 */
export function syntheticTensor(
  name: string,
  dtype: TensorRecord['dtype'],
  shape: readonly number[],
): Uint8Array {
  const count = shape.reduce((product, length) => product * length, 1);
  const random = numbers(name);
  if (dtype === 'uint32') {
    const words = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const word = random();
      // 15 is free in MLC's weights: where an integer drew it, its lowest bit is dropped.
      words[i] = word & ~(word & (word >>> 1) & (word >>> 2) & (word >>> 3) & 0x11111111);
    }
    return new Uint8Array(words.buffer);
  }
  const [centre, spread] = rangeOf(name, shape);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = centre + spread * (random() / 2 ** 31 - 1);
  return dtype === 'float16' ? floatsToHalves(values) : new Uint8Array(values.buffer);
}

function rangeOf(name: string, shape: readonly number[]): [centre: number, spread: number] {
  if (name.endsWith('.q_scale')) {
    // Integers less 7 are 4.3 on the average. An embedding so small that what the layers add tells the tokens apart.
    const scale = name.startsWith('model.embed_tokens') ? 0.04 : 0.2 / Math.sqrt(shape[1] * 32);
    return [scale, 0.3 * scale];
  }
  return name.endsWith('.bias') ? [0, 0.2] : [1, 0.3];
}

/** 32-bit numbers by xorshift. */
function numbers(seed: string): () => number {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 16777619);
  state ||= 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
