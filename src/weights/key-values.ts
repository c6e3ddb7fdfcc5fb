import type { ModelConfig } from './config.ts';

/** What the size of a model's keys and values depends on. */
export type CacheShape = Pick<ModelConfig, 'layers' | 'kvHeads' | 'headDim'> & { quantisation: string };

/** Bytes of one position's keys and values as a compiled library keeps them: halves where it computes in halves. */
export function positionBytes({ layers, kvHeads, headDim, quantisation }: CacheShape): number {
  return 2 * layers * kvHeads * headDim * (quantisation.includes('f16') ? 2 : 4);
}
