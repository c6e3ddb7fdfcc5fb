import type { ModelConfig } from '../../weights/config.ts';
import { BLOCK } from '../sequences.ts';
import type { Device } from './device.ts';
import { type GpuBuffer, USAGE } from './gpu.ts';
import { partSize, partsOf } from './kernels/attend.ts';
import type { KernelChoice } from './kernels/choice.ts';
import type { Weights } from './weights.ts';

/** Rows that go through the layers together. */
export const MAX_ROWS = 128;
/** Rows that go through the head together: their logits wait in one buffer. */
export const MAX_LOGITS = 16;

/** What the parts of attention may take. */
const MOST_PARTS = 32 * 1024 * 1024;

export type Buffers = ReturnType<typeof createBuffers>;

/** The buffers of a step; T is the precision of the products. Within `withinMemory`. */
export function createBuffers(device: Device, model: ModelConfig, { precision }: KernelChoice) {
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, vocabularySize, contextLength } = model;
  const bytes = precision === 'f16' ? 2 : 4;
  const rows = (columns: number, size = 4) => device.storage(MAX_ROWS * columns * size, 'the activations');
  const logits = MAX_LOGITS * vocabularySize * 4;
  const { partRows, partBytes } = partsFor(model);
  return {
    /** The residual stream, f32. */
    hidden: rows(hiddenSize),
    /** What the matrices multiply, T: the normed stream, or the heads' sums. */
    normed: rows(Math.max(hiddenSize, heads * headDim), bytes),
    qkv: rows((heads + 2 * kvHeads) * headDim),
    gated: rows(intermediateSize, bytes),
    logits: device.storage(logits, 'the logits'),
    staging: device.gpu.createBuffer({
      size: Math.ceil(logits / 16) * 16,
      usage: USAGE.mapRead | USAGE.copyTarget,
    }),
    rows: rows(4),
    picks: rows(4),
    /** The blocks of every row's sequence; at worst each row has one of its own. */
    blocks: rows(Math.ceil(contextLength / BLOCK)),
    turns: rows(headDim),
    /** The bias of what has none. */
    zeros: device.storage(Math.max(vocabularySize, (heads + 2 * kvHeads) * headDim) * 4, 'no bias'),
    /** Of attention, for so many rows as take turns part by part. */
    parts: device.storage(partRows * partBytes, 'the parts of attention'),
    rowCount: device.uniform(4),
    pickCount: device.uniform(4),
  };
}

/** Rows whose attention is taken part by part, and the bytes of a row's parts. */
export function partsFor(model: ModelConfig): { partRows: number; partBytes: number } {
  const partBytes = model.heads * partsOf(model.contextLength) * partSize(model) * 4;
  return { partRows: Math.max(1, Math.min(MAX_LOGITS, Math.floor(MOST_PARTS / partBytes))), partBytes };
}

/** The queries' norm and then the keys', `[2, headDim]`. */
export function joinedNorms(
  device: Device,
  { headDim }: ModelConfig,
  { vectors }: Weights,
  layer: string,
): GpuBuffer {
  const joined = device.storage(2 * headDim * 4, `${layer}'s norms`);
  const encoder = device.gpu.createCommandEncoder();
  ['q_norm', 'k_norm'].forEach((name, i) => {
    const from = vectors.get(`${layer}.self_attn.${name}.weight`)!;
    encoder.copyBufferToBuffer(from, 0, joined, i * headDim * 4, headDim * 4);
  });
  device.gpu.queue.submit([encoder.finish()]);
  return joined;
}
