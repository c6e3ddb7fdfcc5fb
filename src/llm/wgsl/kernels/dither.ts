import type { Quantisation } from '../../../weights/config.ts';
import { WEIGHT_READERS } from './weights.ts';

export const DITHER_THREADS = 64;
/** Workgroups along x; a row of them along y. */
export const DITHER_GROUPS = 4096;

/**
 * One projection's ΔW added to its integers with a dither, as `roles/build.ts` does: q = clamp(floor(q₀ + ΔW/s + u),
 * 0, 15). a f32[rank, columns], b f32[rows, rank]; `edited` begins as a copy of the words of the whole weight, in which
 * the projection's rows begin at `first`. One invocation a word of eight integers. Launch: x = DITHER_GROUPS,
 * y = ceil(words / DITHER_GROUPS / DITHER_THREADS).
 */
export function ditherSource(weights: Quantisation): string {
  const single = weights === 'q4f32_1';
  return `
struct Part { first: u32, rows: u32, columns: u32, rank: u32, key: u32, scale: f32 }
@group(0) @binding(0) var<storage, read> scales: array<${WEIGHT_READERS[weights].scale}>;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> edited: array<u32>;
@group(0) @binding(4) var<uniform> part: Part;

fn mix(value: u32) -> u32 {
  var h = value;
  h = (h ^ (h >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}
fn scaleOf(group: u32) -> f32 { return ${single ? 'scales[group]' : 'unpack2x16float(scales[group >> 1u])[group & 1u]'}; }

@compute @workgroup_size(${DITHER_THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let own = id.y * ${DITHER_GROUPS * DITHER_THREADS}u + id.x;
  let across = part.columns / 8u;
  if (own >= part.rows * across) { return; }
  let row = own / across;
  let column = (own % across) * 8u;
  let at = part.first * across + own;
  let scale = scaleOf(at / 4u);
  // A group of zeros has no scale to hold a change in.
  if (scale == 0.0) { return; }
  var change = array<f32, 8>();
  for (var r = 0u; r < part.rank; r++) {
    let factor = b[row * part.rank + r];
    for (var i = 0u; i < 8u; i++) { change[i] = fma(factor, a[r * part.columns + column + i], change[i]); }
  }
  let word = edited[at];
  var moved = 0u;
  for (var i = 0u; i < 8u; i++) {
    let chance = f32(mix(part.key ^ (at * 8u + i)) >> 8u) / 16777216.0;
    let q = f32((word >> (4u * i)) & 15u) + part.scale * change[i] / scale;
    moved |= u32(clamp(floor(q + chance), 0.0, 15.0)) << (4u * i);
  }
  edited[at] = moved;
}`;
}
