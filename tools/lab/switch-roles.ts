import type { Executor } from '../../src/llm/executor.ts';
import type { Adapter } from '../../src/roles/adapter.ts';
import type { EditedWeight, RolePack } from '../../src/roles/pack.ts';
import { type LinearLayer, linearLayers } from '../../src/weights/layers.ts';
import type { Repository } from '../../src/weights/repository.ts';

const RANK = 2;

/**
 * Builds two roles from adapters on the GPU, puts them on and off in place, and tells what the weights' hashes and the
 * logits were meanwhile.
 */
export async function switchRoles(executor: Executor, repository: Repository) {
  const layers = layersOf(repository);
  const [one, other] = [await packOf(executor, layers, 1), await packOf(executor, layers, 2)];
  const [name] = one.weights.keys();
  const hashOf = () => executor.hash(name);
  const before = { hash: await hashOf(), logits: await logitsOf(executor) };
  await executor.edit(one, 1);
  const edited = { hash: await hashOf(), logits: await logitsOf(executor) };
  await executor.exchange(one, other);
  const exchanged = await hashOf();
  await executor.edit(other, -1);
  const after = { hash: await hashOf(), logits: await logitsOf(executor) };
  return {
    base: before.hash === one.weights.get(name)!.baseHash,
    on: edited.hash === one.weights.get(name)!.editedHash,
    exchanged: exchanged === other.weights.get(name)!.editedHash,
    off: after.hash === before.hash,
    moved: apart(before.logits, edited.logits),
    left: apart(before.logits, after.logits),
  };
}

/** Layers enough to tell: those of the first block. */
export function layersOf({ config }: Repository): LinearLayer[] {
  return linearLayers(config.model).filter(({ name }) => name.startsWith('model.layers.0.'));
}

/** A role from a random adapter, built where the weights lie. */
export async function packOf(
  executor: Executor,
  layers: readonly LinearLayer[],
  seed: number,
): Promise<RolePack> {
  const weights = new Map<string, EditedWeight>();
  for (const layer of layers) {
    const edited = await executor.dither(layer, adapterFor(layer, seed), seed);
    if (edited) weights.set(layer.name, edited);
  }
  return {
    role: 'coder',
    base: 'lab',
    baseHash: '',
    adapterHash: '',
    rank: RANK,
    alpha: RANK,
    promptHash: '',
    block: 4096,
    weights,
  } as RolePack;
}

function adapterFor({ parts, columns }: LinearLayer, seed: number): Adapter {
  const numbers = (length: number, from: number) =>
    Float32Array.from({ length }, (_, i) => Math.sin((i + from) * 12.9898 * seed) / 30);
  const updates = parts.map(({ name, rows }) => {
    const [a, b] = [numbers(RANK * columns, 1), numbers(rows * RANK, 2)];
    return [name, { rank: RANK, scale: 1, a, b, inputs: columns, outputs: rows }] as const;
  });
  return { rank: RANK, alpha: RANK, updates: new Map(updates) };
}

async function logitsOf(executor: Executor): Promise<Float32Array> {
  const sequence = executor.create();
  const [logits] = await executor.step([{ sequence, tokens: [5, 6, 7] }]);
  executor.drop(sequence);
  return logits;
}

function apart(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}
