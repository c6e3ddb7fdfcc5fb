import type { Quantisation } from '../../../weights/config.ts';
import { type KernelChoice, preamble } from './choice.ts';
import { WEIGHT_READERS } from './weights.ts';

export const EMBED_THREADS = 64;

/**
 * Rows of the embedding: y f32[rows, columns] = W[rows[r].x]. Launch: x = ceil(columns / 8 / EMBED_THREADS), y = rows.
 */
export function embedSource(choice: KernelChoice, columns: number, weights: Quantisation): string {
  const reader = WEIGHT_READERS[weights];
  return `${preamble({ ...choice, precision: 'f32', subgroups: false })}
@group(0) @binding(0) var<storage, read> w: array<${reader.element}>;
@group(0) @binding(1) var<storage, read> scales: array<${reader.scale}>;
@group(0) @binding(2) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<f32>>;
${reader.source('f32')}

@compute @workgroup_size(${EMBED_THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= ${columns / 8}u) { return; }
  let group = rows[id.y].x * ${columns / 32}u + id.x / 4u;
  let at = (id.y * ${columns / 8}u + id.x) * 2u;
  let chunk = chunkOf(group);
  y[at] = low(chunk, scaleOf(group), id.x % 4u);
  y[at + 1u] = high(chunk, scaleOf(group), id.x % 4u);
}`;
}
