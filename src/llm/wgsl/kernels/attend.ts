import type { ModelConfig } from '../../../weights/config.ts';
import { BLOCK } from '../../sequences.ts';
import { type KernelChoice, preamble } from './choice.ts';
import { HALF_SCALE } from './weights.ts';

/** Threads of a head, and positions that are looked at together. */
const THREADS = 64;
/** Positions of a part: a workgroup may take one part of a context, or all parts one after the other. */
export const ATTEND_PART = 256;

/** Of a part: the sum of weighted values, f32[headDim], the largest score, and the sum of the weights. */
export const partSize = ({ headDim }: ModelConfig) => headDim + 2;
/** Parts of a context of so many positions. */
export const partsOf = (positions: number) => Math.ceil(positions / ATTEND_PART);

/**
 * softmax(q·Kᵀ / √headDim)·V of every row and head over the row's own position and all before it. qkv f32 as `rotate`
 * leaves it; out T[rows, heads, headDim].
 *
 * Positions are taken in parts from the first on, and 64 at a time in a part, with a running maximum (Milakov and
 * Gimelshein 2018); the parts are joined in order (flash-decoding, Dao et al. 2023). So the order of the sums depends
 * on the position alone, and both ways give the same bits:
 * - `whole`: all parts by one workgroup, for many rows. Launch: x = heads, y = rows.
 * - `part`: a workgroup a part, into out f32[rows, heads, partsOf(contextLength), partSize], which `joinSource`
 *   joins; for few rows. Launch: x = heads, y = rows, z = parts of the longest context.
 */
export function attendSource(choice: KernelChoice, model: ModelConfig, way: 'whole' | 'part'): string {
  const { heads, kvHeads, headDim } = model;
  const { precision } = choice;
  const width = (heads + 2 * kvHeads) * headDim;
  const vectors = headDim / 4;
  const { each, inside } = dimensions(headDim);
  return `${preamble({ ...choice, subgroups: false })}
@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> blocks: array<u32>;
@group(0) @binding(3) var<storage, read> keys: array<vec4<${precision}>>;
@group(0) @binding(4) var<storage, read> values: array<${precision}>;
@group(0) @binding(5) var<storage, read_write> out: array<${way === 'whole' ? precision : 'f32'}>;
var<workgroup> query: array<vec4<f32>, ${vectors}>;
var<workgroup> scores: array<f32, ${THREADS}>;
var<workgroup> weights: array<f32, ${THREADS}>;
var<workgroup> places: array<u32, ${THREADS}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let head = group.x;
  let row = rows[group.y];
  let positions = row.y + 1u;
  let kvHead = head / ${heads / kvHeads}u;
  for (var i = local.x; i < ${vectors}u; i += ${THREADS}u) {
    let at = group.y * ${width}u + head * ${headDim}u + i * 4u;
    query[i] = vec4<f32>(qkv[at], qkv[at + 1u], qkv[at + 2u], qkv[at + 3u]) * ${1 / Math.sqrt(headDim)};
  }
  ${way === 'whole' ? `${joined(each)}\n  for (var part = 0u; part * ${ATTEND_PART}u < positions; part++) {` : `let part = group.z;\n  if (part * ${ATTEND_PART}u < positions) {`}
  var largest = -3.0e38;
  var sum = 0.0;
  ${each((d) => `var v${d} = 0.0;`)}
  let end = min(positions, (part + 1u) * ${ATTEND_PART}u);
  for (var start = part * ${ATTEND_PART}u; start < end; start += ${THREADS}u) {
    let position = start + local.x;
    workgroupBarrier();
    var score = -3.0e38;
    if (position < end) {
      let block = blocks[row.z + position / ${BLOCK}u];
      let key = ((block * ${2 * kvHeads}u + kvHead) * ${BLOCK}u + position % ${BLOCK}u) * ${vectors}u;
      places[local.x] = key * 4u + ${kvHeads * BLOCK * headDim}u;
      score = 0.0;
      for (var i = 0u; i < ${vectors}u; i++) {
        let four = vec4<f32>(keys[key + i]);
        score = fma(query[i].x, four.x, score);
        score = fma(query[i].y, four.y, score);
        score = fma(query[i].z, four.z, score);
        score = fma(query[i].w, four.w, score);
      }
    }
    scores[local.x] = score;
    workgroupBarrier();
    let count = min(${THREADS}u, end - start);
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
      ${each((d) => inside(d, `v${d} = fma(weight, f32(values[value + ${d * THREADS}u]), v${d});`))}
    }
  }
  ${way === 'whole' ? join(each) : store(model, each, inside)}
  }
  ${way === 'whole' ? finish(model, precision, each, inside) : ''}
}`;
}

/**
 * Joins the parts of every row and head in order: parts f32[rows, heads, partsOf(contextLength), partSize], out
 * T[rows, heads, headDim]. Launch: x = heads, y = rows.
 */
export function joinSource(choice: KernelChoice, model: ModelConfig): string {
  const { headDim } = model;
  const { precision } = choice;
  const { each, inside } = dimensions(headDim);
  return `${preamble({ ...choice, subgroups: false })}
@group(0) @binding(0) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read> parts: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<${precision}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let head = group.x;
  let positions = rows[group.y].y + 1u;
  ${joined(each)}
  for (var part = 0u; part * ${ATTEND_PART}u < positions; part++) {
    let at = ${partPlace(model)};
    let largest = parts[at + ${headDim}u];
    let sum = parts[at + ${headDim + 1}u];
    ${each((d) => `var v${d} = 0.0;`)}
    ${each((d) => inside(d, `v${d} = parts[at + local.x + ${d * THREADS}u];`))}
    ${join(each)}
  }
  ${finish(model, precision, each, inside)}
}`;
}

type Each = (line: (d: number) => string) => string;
type Inside = (d: number, line: string) => string;

/** A thread holds every 64th number of a head. */
function dimensions(headDim: number): { each: Each; inside: Inside } {
  const held = Math.ceil(headDim / THREADS);
  return {
    each: (line) => Array.from({ length: held }, (_, d) => line(d)).join('\n  '),
    inside: (d, line) =>
      (d + 1) * THREADS <= headDim ? line : `if (local.x + ${d * THREADS}u < ${headDim}u) { ${line} }`,
  };
}

const partPlace = (model: ModelConfig) =>
  `((group.y * ${model.heads}u + head) * ${partsOf(model.contextLength)}u + part) * ${partSize(model)}u`;

/** What the parts so far come to. */
const joined = (each: Each) =>
  `var allLargest = 0.0;\n  var allSum = 0.0;\n  ${each((d) => `var all${d} = 0.0;`)}`;

/** Adds a part; the first is taken as it is. Written with `fma`, so that no compiler rounds the two ways differently. */
const join = (each: Each) => `if (part == 0u) {
    allLargest = largest;
    allSum = sum;
    ${each((d) => `all${d} = v${d};`)}
  } else {
    let peak = max(allLargest, largest);
    let old = exp(allLargest - peak);
    let fresh = exp(largest - peak);
    allLargest = peak;
    allSum = fma(sum, fresh, allSum * old);
    ${each((d) => `all${d} = fma(v${d}, fresh, all${d} * old);`)}
  }`;

const store = (model: ModelConfig, each: Each, inside: Inside) => `let to = ${partPlace(model)};
  ${each((d) => inside(d, `out[to + local.x + ${d * THREADS}u] = v${d};`))}
  if (local.x == 0u) {
    out[to + ${model.headDim}u] = largest;
    out[to + ${model.headDim + 1}u] = sum;
  }`;

function finish({ heads, headDim }: ModelConfig, precision: 'f32' | 'f16', each: Each, inside: Inside) {
  const result = (d: number) =>
    precision === 'f16' ? `f16(all${d} / allSum / ${HALF_SCALE}.0)` : `all${d} / allSum`;
  return `let place = (group.y * ${heads}u + head) * ${headDim}u + local.x;
  ${each((d) => inside(d, `out[place + ${d * THREADS}u] = ${result(d)};`))}`;
}
