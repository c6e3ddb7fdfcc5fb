import { GROUP, integerAt, type Quantised, quantiseOne, scaleAt } from '../weights/q4f16.ts';
import { weightHash } from './hash.ts';
import type { EditedWeight } from './pack.ts';
import { applySteps, encodeSteps } from './steps.ts';

export const DEFAULT_BLOCK = 4096;

/**
 * The edit that turns the published integers into those nearest to the merged weights, `q = clamp(round((W + ΔW)/s)
 * + 7, 0, 15)`, with the published scales. `merged` is W + ΔW, f32 in the shape of `base`. Null when nothing changes.
 */
export function buildEdit(base: Quantised, merged: Float32Array, block = DEFAULT_BLOCK): EditedWeight | null {
  const deltas = new Int8Array(merged.length);
  let changes = 0;
  for (let i = 0; i < merged.length; i++) {
    const scale = scaleAt(base, (i / GROUP) | 0);
    // A group of zeros has no scale to hold a change in.
    if (scale === 0) continue;
    deltas[i] = quantiseOne(merged[i], scale, 15) - integerAt(base.words, i);
    if (deltas[i] !== 0) changes++;
  }
  if (changes === 0) return null;
  const steps = encodeSteps(deltas, block);
  const edited = base.words.slice();
  applySteps(edited, steps, block, 1);
  return {
    ...steps,
    shape: [base.rows, base.columns],
    baseHash: weightHash(base.words),
    editedHash: weightHash(edited),
  };
}
