import { type CacheShape, positionBytes } from '../../weights/key-values.ts';

/** Positions of a page of the library's cache, which its kernels were compiled for. */
export const PAGE = 16;

/** Sequences that decode together. */
export const BATCH = 16;
/** What forks may take beyond the texts: pages that are copied, or half empty. */
const SPARE = 2 * BATCH * PAGE;
/** Longest texts for which there is room at the same time, however many sequences share them. */
const TEXTS = 2;

/** What keys and values take, before anything is loaded. */
export interface CacheCost {
  /** Positions that all sequences' texts together may hold. */
  positions: number;
  /** Positions that memory is taken for. */
  allocated: number;
  bytes: number;
}

/** Room for texts of `contextLength` tokens: two whole ones, shared by all sequences of a batch and what they fork from. */
export function cacheCost(shape: CacheShape, contextLength: number): CacheCost {
  const positions = TEXTS * contextLength;
  const allocated = Math.ceil((positions + SPARE) / PAGE) * PAGE;
  return { positions, allocated, bytes: allocated * positionBytes(shape) };
}
