import type { LinearLayer } from '../weights/layers.ts';
import { type Adapter, AdapterError, type LowRank } from './adapter.ts';

/** The updates of a layer's projections, and the layer's rows at which these begin. Throws `AdapterError`. */
export function layerUpdates(
  { parts, columns }: LinearLayer,
  adapter: Adapter,
): { update: LowRank; first: number }[] {
  const found: { update: LowRank; first: number }[] = [];
  let first = 0;
  for (const { name, rows } of parts) {
    const update = adapter.updates.get(name);
    if (update && (update.outputs !== rows || update.inputs !== columns)) {
      const has = `[${update.outputs}, ${update.inputs}]`;
      throw new AdapterError(`the adapter's ${name} is ${has}, the model's is [${rows}, ${columns}]`);
    }
    if (update) found.push({ update, first });
    first += rows;
  }
  return found;
}
