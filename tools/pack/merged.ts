import { type Adapter, addUpdate } from '../../src/roles/adapter.ts';
import type { LinearLayer } from '../../src/weights/layers.ts';
import type { Checkpoint } from './checkpoint.ts';
import { PackError } from './errors.ts';

/** Numbers that are worked on at a time: an embedding of a 7B model has 2 GB in single precision. */
const PART = 1 << 22;

/** Some rows of a layer. */
export interface Rows {
  /** The first one's number in the layer. */
  row: number;
  /** f32 `[rows, columns]`. */
  weights: Float32Array;
}

/** A layer's projections one below the other, a few rows at a time. */
export async function* stackedRows(checkpoint: Checkpoint, layer: LinearLayer): AsyncGenerator<Rows, void> {
  for (const { name, rows, row, count, from } of slices(layer)) {
    const shape = [rows, layer.columns];
    yield { row: row + from, weights: await checkpoint.rows(`${name}.weight`, shape, from, count) };
  }
}

/** The same with an adapter's ΔW added. */
export async function* mergedRows(
  checkpoint: Checkpoint,
  layer: LinearLayer,
  adapter: Adapter,
): AsyncGenerator<Rows, void> {
  for (const { name, rows, row, count, from } of slices(layer)) {
    const update = updateOf(adapter, name, rows, layer.columns);
    if (!update) continue;
    const weights = await checkpoint.rows(`${name}.weight`, [rows, layer.columns], from, count);
    addUpdate(weights, update, from);
    yield { row: row + from, weights };
  }
}

/** An adapter's ΔW alone. */
export function* updateRows(layer: LinearLayer, adapter: Adapter): Generator<Rows, void> {
  for (const { name, rows, row, count, from } of slices(layer)) {
    const update = updateOf(adapter, name, rows, layer.columns);
    if (!update) continue;
    const weights = new Float32Array(count * layer.columns);
    addUpdate(weights, update, from);
    yield { row: row + from, weights };
  }
}

/** Parts of a layer's projections: `count` rows from row `from` of a projection that begins at the layer's `row`. */
function* slices({ parts, columns }: LinearLayer) {
  const most = Math.max(1, Math.floor(PART / columns));
  let row = 0;
  for (const { name, rows } of parts) {
    for (let from = 0; from < rows; from += most)
      yield { name, rows, row, from, count: Math.min(most, rows - from) };
    row += rows;
  }
}

function updateOf(adapter: Adapter, name: string, rows: number, columns: number) {
  const update = adapter.updates.get(name);
  if (update && (update.outputs !== rows || update.inputs !== columns)) {
    const has = `[${update.outputs}, ${update.inputs}]`;
    throw new PackError(`the adapter's ${name} is ${has}, the model's is [${rows}, ${columns}]`);
  }
  return update;
}
