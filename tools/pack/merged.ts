import { type Adapter, addUpdate } from '../../src/roles/adapter.ts';
import { type LinearLayer, rowsOf } from '../../src/weights/layers.ts';
import type { Checkpoint } from './checkpoint.ts';
import { PackError } from './errors.ts';

/** f32 `[rows, columns]` of an MLC layer, the checkpoint's projections one below the other, with an adapter's ΔW added. */
export async function readStacked(
  checkpoint: Checkpoint,
  layer: LinearLayer,
  adapter?: Adapter,
): Promise<Float32Array> {
  const weights = new Float32Array(rowsOf(layer) * layer.columns);
  let at = 0;
  for (const part of layer.parts) {
    const projection = await checkpoint.floats(`${part.name}.weight`, [part.rows, layer.columns]);
    const update = adapter?.updates.get(part.name);
    if (update) {
      if (update.outputs !== part.rows || update.inputs !== layer.columns) {
        const has = `[${update.outputs}, ${update.inputs}]`;
        throw new PackError(
          `the adapter's ${part.name} is ${has}, the model's is [${part.rows}, ${layer.columns}]`,
        );
      }
      addUpdate(projection, update);
    }
    weights.set(projection, at);
    at += projection.length;
  }
  return weights;
}
