import { hashText } from '../../agents/hash.ts';
import { type Spec, specKey } from './spec.ts';

/**
 * What a problem may be used for. Training files take `train` alone. The others measure: `test` (A) is new problems of
 * compositions like those trained on; `pairs` (B) has two blocks that no trained problem has together; `longer` (D) has
 * one step more than any trained problem; `wording` (W) says every clause in a phrasing that training never uses.
 */
export type Split = 'train' | 'test' | 'pairs' | 'longer' | 'wording';
export const SPLITS: readonly Split[] = ['train', 'test', 'pairs', 'longer', 'wording'];

/** Steps between source and reduction in a trained problem, at most. */
export const MOST_STEPS = 3;

/** One pair of blocks in twenty is held out, and one composition in ten of the rest. */
const PAIRS = 20;
const COMPOSITIONS = 10;

/** Whether no trained text has two blocks, given by their ids, together. */
export const isHeldOut = (p: string, q: string): boolean => hashText([p, q].sort().join(' & ')) % PAIRS === 0;

/** The pairs of blocks of a spec that training never sees together. */
export function heldOutPairs({ source, steps, reduction }: Spec): [string, string][] {
  const ids = [source.id, ...steps.map(({ block }) => block.id), reduction.block.id];
  return ids.flatMap((p, i) =>
    ids.slice(i + 1).flatMap((q): [string, string][] => (isHeldOut(p, q) ? [[p, q]] : [])),
  );
}

/** Where a spec belongs; null for one that is held out in two ways at once. Wording is no matter of the spec. */
export function splitOf(spec: Spec): Exclude<Split, 'wording'> | null {
  const longer = spec.steps.length > MOST_STEPS;
  if (heldOutPairs(spec).length > 0) return longer ? null : 'pairs';
  if (longer) return spec.steps.length === MOST_STEPS + 1 ? 'longer' : null;
  return hashText(specKey(spec)) % COMPOSITIONS === 0 ? 'test' : 'train';
}
