import type { Adapter } from '../../src/roles/adapter.ts';
import { type LinearLayer, linearLayers, rowsOf } from '../../src/weights/layers.ts';
import type { Quantised } from '../../src/weights/q4f16.ts';
import {
  floatsOf,
  missingTensor,
  type Repository,
  readTensors,
  type StoredTensor,
} from '../../src/weights/repository.ts';

/**
 * The quantised layers that an adapter updates, in the order of the repository's shards: one shard and one layer are
 * held at a time. `onBytes` is told how much of the repository has been gone through. Throws `WeightsError`.
 */
export async function* adaptedLayers(
  repository: Repository,
  adapter: Adapter,
  onBytes?: (done: number, total: number) => void,
): AsyncGenerator<{ layer: LinearLayer; base: Quantised }, void> {
  const updated = linearLayers(repository.config.model).filter(({ parts }) =>
    parts.some(({ name }) => adapter.updates.has(name)),
  );
  const layers = new Map(updated.map((layer) => [layer.name, layer]));
  const found = new Map<string, Partial<Pick<Quantised, 'words' | 'scales'>>>();
  for await (const tensor of readTensors(repository, onBytes)) {
    const [, name, kind] = /^(.+)\.q_(weight|scale)$/.exec(tensor.record.name) ?? [];
    const layer = layers.get(name);
    if (!layer) continue;
    const half = kind === 'weight' ? { words: wordsOf(tensor) } : { scales: scalesOf(tensor) };
    const { words, scales } = { ...found.get(name), ...half };
    found.set(name, { ...found.get(name), ...half });
    if (!words || !scales) continue;
    const base = { rows: rowsOf(layer), columns: layer.columns, words, scales };
    const sound =
      words.length * 8 === base.rows * base.columns && scales.length * 32 === base.rows * base.columns;
    if (!sound) throw missingTensor(`${name} of [${base.rows}, ${base.columns}]`);
    found.delete(name);
    layers.delete(name);
    yield { layer, base };
  }
  for (const name of layers.keys()) throw missingTensor(`${name}.q_weight`);
}

/** Copied: the other half may stand in another shard, and this one must be let go. */
function wordsOf({ bytes }: StoredTensor): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}

function scalesOf(tensor: StoredTensor): Uint16Array | Float32Array {
  return tensor.record.dtype === 'float16' ? new Uint16Array(tensor.bytes.slice().buffer) : floatsOf(tensor);
}
