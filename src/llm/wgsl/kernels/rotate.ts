import type { ModelConfig } from '../../../weights/config.ts';
import { BLOCK } from '../../sequences.ts';
import { type KernelChoice, preamble } from './choice.ts';

export const ROTATE_THREADS = 64;

/**
 * Turns queries and keys by their positions (rotary, the halves of a head against each other), normed per head first
 * where the model does, and puts keys and values into the cache. qkv f32[rows, heads + 2·kvHeads, headDim], queries
 * are written back; rows (token, position, start of the sequence's blocks in `blocks`, –); turns f32[rows,
 * headDim / 2] of (cos, sin); cache T[block, keys then values, kvHeads, BLOCK, headDim]. Launch: one workgroup a row
 * and head, x = heads + 2·kvHeads, y = rows.
 */
export function rotateSource(choice: KernelChoice, model: ModelConfig): string {
  const { heads, kvHeads, headDim, rmsNormEps, headNorms } = model;
  const half = headDim / 2;
  const width = (heads + 2 * kvHeads) * headDim;
  return `${preamble({ ...choice, subgroups: false })}
@group(0) @binding(0) var<storage, read_write> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> blocks: array<u32>;
@group(0) @binding(3) var<storage, read> turns: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> norms: array<f32>;
@group(0) @binding(5) var<storage, read_write> cache: array<${choice.precision}>;
var<workgroup> partial: array<f32, ${ROTATE_THREADS}>;

@compute @workgroup_size(${ROTATE_THREADS})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let head = group.x;
  let row = rows[group.y];
  let source = group.y * ${width}u + head * ${headDim}u;
  let block = blocks[row.z + row.y / ${BLOCK}u];
  let isValue = head >= ${heads + kvHeads}u;
  let kvHead = select(head - ${heads}u, head - ${heads + kvHeads}u, isValue);
  let part = block * 2u + select(0u, 1u, isValue);
  let to = ((part * ${kvHeads}u + kvHead) * ${BLOCK}u + row.y % ${BLOCK}u) * ${headDim}u;
  if (isValue) {
    for (var i = local.x; i < ${headDim}u; i += ${ROTATE_THREADS}u) { cache[to + i] = ${choice.precision}(qkv[source + i]); }
    return;
  }
  ${headNorms ? headNorm(headDim, rmsNormEps, heads) : ''}
  for (var i = local.x; i < ${half}u; i += ${ROTATE_THREADS}u) {
    let turn = turns[group.y * ${half}u + i];
    let a = qkv[source + i]${headNorms ? ' * factor * norms[norm + i]' : ''};
    let b = qkv[source + ${half}u + i]${headNorms ? ` * factor * norms[norm + ${half}u + i]` : ''};
    let first = a * turn.x - b * turn.y;
    let second = b * turn.x + a * turn.y;
    if (head < ${heads}u) {
      qkv[source + i] = first;
      qkv[source + ${half}u + i] = second;
    } else {
      cache[to + i] = ${choice.precision}(first);
      cache[to + ${half}u + i] = ${choice.precision}(second);
    }
  }
}`;
}

/** Qwen3's norm of each head; `norms` holds the queries' weights and then the keys'. */
const headNorm = (headDim: number, epsilon: number, heads: number) => `var squares = 0.0;
  for (var i = local.x; i < ${headDim}u; i += ${ROTATE_THREADS}u) { squares = fma(qkv[source + i], qkv[source + i], squares); }
  partial[local.x] = squares;
  for (var step = ${ROTATE_THREADS / 2}u; step > 0u; step >>= 1u) {
    workgroupBarrier();
    if (local.x < step) { partial[local.x] += partial[local.x + step]; }
  }
  workgroupBarrier();
  let factor = inverseSqrt(partial[0] / ${headDim}.0 + ${epsilon});
  let norm = select(${headDim}u, 0u, head < ${heads}u);`;
