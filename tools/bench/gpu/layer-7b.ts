import type { Executor } from '../../../src/llm/executor.ts';
import type { Adapter } from '../../../src/roles/adapter.ts';
import { DEFAULT_BLOCK } from '../../../src/roles/build.ts';
import type { RolePack } from '../../../src/roles/pack.ts';
import type { ModelConfig } from '../../../src/weights/config.ts';
import { linearLayers } from '../../../src/weights/layers.ts';
import type { StoredTensor } from '../../../src/weights/repository.ts';
import { randomTensors } from '../random-tensors.ts';

/** One layer of a Qwen2.5 of seven billion weights, with a small vocabulary. */
export const LAYER_7B: ModelConfig = {
  quantisation: 'q4f16_1',
  hiddenSize: 3584,
  intermediateSize: 18944,
  layers: 1,
  heads: 28,
  kvHeads: 4,
  headDim: 128,
  vocabularySize: 256,
  rmsNormEps: 1e-6,
  ropeTheta: 1e6,
  tied: false,
  attentionBias: true,
  headNorms: false,
  contextLength: 1024,
};

/** Its tensors, one after the other, so that one at a time is in memory. */
export async function* randomLayer(): AsyncGenerator<StoredTensor, void> {
  yield* randomTensors(LAYER_7B);
}

/** How strong an update is of which one integer in forty changes, as a trained adapter of a hundredth's weight does. */
const STRENGTH = 1.25e-4;
const RANK = 4;

/** A pack that edits every matrix of the layer, built from random signs. */
export async function randomPack(executor: Executor, seed: number): Promise<RolePack> {
  const signs = (count: number) =>
    Float32Array.from({ length: count }, (_, i) => ((i * seed * 7919) % 13 < 6 ? 1 : -1));
  const adapter: Adapter = { rank: RANK, alpha: 1, updates: new Map() };
  const weights: RolePack['weights'] = new Map();
  for (const layer of linearLayers(LAYER_7B).filter(({ name }) => name.includes('layers.'))) {
    for (const { name, rows } of layer.parts) {
      const [a, b] = [signs(RANK * layer.columns), signs(rows * RANK)];
      const shape = { inputs: layer.columns, outputs: rows };
      adapter.updates.set(name, { rank: RANK, scale: STRENGTH, a, b, ...shape });
    }
    const edit = await executor.dither(layer, adapter, seed);
    if (edit) weights.set(layer.name, edit);
  }
  const hashes = { baseHash: '', adapterHash: '', promptHash: '' };
  return { role: `${seed}`, base: '', ...hashes, rank: RANK, alpha: 1, block: DEFAULT_BLOCK, weights };
}
