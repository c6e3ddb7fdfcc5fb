import type { ModelConfig } from '../../src/weights/config.ts';
import { tensorsOf } from '../../src/weights/layers.ts';
import type { StoredTensor } from '../../src/weights/repository.ts';

/** Tensors of a model in q4f16_1 with random integers, whose numbers stay in range. */
export function* randomTensors(model: ModelConfig): Generator<StoredTensor, void> {
  let state = 1;
  for (const { name, dtype, shape } of tensorsOf(model)) {
    const count = shape.reduce((product, length) => product * length, 1);
    const words = new Uint32Array(dtype === 'uint32' ? count : Math.ceil(count / 2));
    // Halves: scales of 2⁻⁷, norms and biases of a quarter.
    const half = name.endsWith('q_scale') ? 0x2000 : 0x3400;
    for (let i = 0; i < words.length; i++) {
      state = Math.imul(state ^ (state << 13), 0x9e3779b1) ^ (state >>> 17);
      words[i] = dtype === 'uint32' ? state : half | (half << 16);
    }
    const nbytes = count * (dtype === 'uint32' ? 4 : 2);
    const bytes = new Uint8Array(words.buffer, 0, nbytes);
    yield { record: { name, dtype, shape, format: 'raw', nbytes, byteOffset: 0 }, bytes };
  }
}
