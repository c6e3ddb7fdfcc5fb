import type { ModelConfig } from '../../../weights/config.ts';
import { BLOCK } from '../../sequences.ts';
import { type KernelChoice, preamble } from './choice.ts';
import { HALF_SCALE } from './weights.ts';

/** Threads of a head, and positions that are looked at together. */
export const ATTEND_THREADS = 64;

/**
 * softmax(q·Kᵀ / √headDim)·V of every row and head over the row's own position and all before it. qkv f32 as `rotate`
 * leaves it; out T[rows, heads, headDim]. Positions are taken 64 at a time from the first on, with a running maximum
 * (Milakov and Gimelshein 2018), so that the order of the sums depends on the position alone. Launch: one workgroup
 * a row and head, x = heads, y = rows.
 */
export function attendSource(choice: KernelChoice, model: ModelConfig): string {
  const { heads, kvHeads, headDim } = model;
  const { precision } = choice;
  const width = (heads + 2 * kvHeads) * headDim;
  const vectors = headDim / 4;
  const held = Math.ceil(headDim / ATTEND_THREADS);
  const each = (line: (d: number) => string) =>
    Array.from({ length: held }, (_, d) => line(d)).join('\n      ');
  const inside = (d: number) =>
    (d + 1) * ATTEND_THREADS <= headDim ? '' : `if (local.x + ${d * ATTEND_THREADS}u < ${headDim}u) `;
  const result = (d: number) => (precision === 'f16' ? `f16(v${d} / sum / ${HALF_SCALE}.0)` : `v${d} / sum`);
  return `${preamble({ ...choice, subgroups: false })}
@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> blocks: array<u32>;
@group(0) @binding(3) var<storage, read> cache: array<${precision}>;
@group(0) @binding(4) var<storage, read_write> out: array<${precision}>;
var<workgroup> query: array<vec4<f32>, ${vectors}>;
var<workgroup> scores: array<f32, ${ATTEND_THREADS}>;
var<workgroup> weights: array<f32, ${ATTEND_THREADS}>;
var<workgroup> places: array<u32, ${ATTEND_THREADS}>;

@compute @workgroup_size(${ATTEND_THREADS})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let head = group.x;
  let row = rows[group.y];
  let positions = row.y + 1u;
  let kvHead = head / ${heads / kvHeads}u;
  for (var i = local.x; i < ${vectors}u; i += ${ATTEND_THREADS}u) {
    let at = group.y * ${width}u + head * ${headDim}u + i * 4u;
    query[i] = vec4<f32>(qkv[at], qkv[at + 1u], qkv[at + 2u], qkv[at + 3u]) * ${1 / Math.sqrt(headDim)};
  }
  var largest = -3.0e38;
  var sum = 0.0;
  ${each((d) => `var v${d} = 0.0;`)}
  for (var start = 0u; start < positions; start += ${ATTEND_THREADS}u) {
    let position = start + local.x;
    workgroupBarrier();
    var score = -3.0e38;
    if (position < positions) {
      let block = blocks[row.z + position / ${BLOCK}u];
      let key = ((block * ${2 * kvHeads}u + kvHead) * ${BLOCK}u + position % ${BLOCK}u) * ${headDim}u;
      places[local.x] = key + ${kvHeads * BLOCK * headDim}u;
      score = 0.0;
      for (var i = 0u; i < ${vectors}u; i++) {
        let at = key + i * 4u;
        score = fma(query[i].x, f32(cache[at]), score);
        score = fma(query[i].y, f32(cache[at + 1u]), score);
        score = fma(query[i].z, f32(cache[at + 2u]), score);
        score = fma(query[i].w, f32(cache[at + 3u]), score);
      }
    }
    scores[local.x] = score;
    workgroupBarrier();
    let count = min(${ATTEND_THREADS}u, positions - start);
    var peak = largest;
    for (var t = 0u; t < count; t++) { peak = max(peak, scores[t]); }
    let shrink = exp(largest - peak);
    largest = peak;
    weights[local.x] = exp(score - peak);
    workgroupBarrier();
    sum *= shrink;
    ${each((d) => `v${d} *= shrink;`)}
    for (var t = 0u; t < count; t++) {
      let weight = weights[t];
      let value = places[t] + local.x;
      sum += weight;
      ${each((d) => `${inside(d)}{ v${d} = fma(weight, f32(cache[value + ${d * ATTEND_THREADS}u]), v${d}); }`)}
    }
  }
  let to = (group.y * ${heads}u + head) * ${headDim}u + local.x;
  ${each((d) => `${inside(d)}{ out[to + ${d * ATTEND_THREADS}u] = ${result(d)}; }`)}
}`;
}
