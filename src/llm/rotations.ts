import type { ModelConfig } from '../weights/config.ts';

/** cos and sin of the rotary angles of positions, `[position][headDim / 2][2]`. */
export function rotationsOf(
  positions: readonly number[],
  { headDim, ropeTheta }: Pick<ModelConfig, 'headDim' | 'ropeTheta'>,
): Float32Array<ArrayBuffer> {
  const half = headDim / 2;
  const rotations = new Float32Array(positions.length * headDim);
  for (let i = 0; i < half; i++) {
    // Angles are rounded to single precision where the reference rounds them.
    const frequency = Math.fround(1 / Math.fround(ropeTheta ** ((2 * i) / headDim)));
    positions.forEach((position, p) => {
      const angle = Math.fround(position * frequency);
      rotations[(p * half + i) * 2] = Math.cos(angle);
      rotations[(p * half + i) * 2 + 1] = Math.sin(angle);
    });
  }
  return rotations;
}
