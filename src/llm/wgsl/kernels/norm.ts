import { type KernelChoice, preamble } from './choice.ts';
import { HALF_SCALE } from './weights.ts';

/** Threads that share a row. */
export const NORM_THREADS = 64;

/**
 * RMSNorm: y = x / √(mean(x²) + ε) · weight. x f32[…, size], y T[rows, size]. Row r of y is row r of x, or, when
 * `gathered`, the row that `rows[r].w` names. Launch: one workgroup a row.
 */
export function normSource(choice: KernelChoice, size: number, epsilon: number, gathered: boolean): string {
  const value = 'x[source + i] * factor * weight[i]';
  return `${preamble(choice)}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> y: array<${choice.precision}>;
var<workgroup> partial: array<f32, ${NORM_THREADS}>;

@compute @workgroup_size(${NORM_THREADS})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let source = ${gathered ? 'rows[group.x].w' : 'group.x'} * ${size}u;
  var squares = 0.0;
  for (var i = local.x; i < ${size}u; i += ${NORM_THREADS}u) { squares = fma(x[source + i], x[source + i], squares); }
  partial[local.x] = squares;
  for (var step = ${NORM_THREADS / 2}u; step > 0u; step >>= 1u) {
    workgroupBarrier();
    if (local.x < step) { partial[local.x] += partial[local.x + step]; }
  }
  workgroupBarrier();
  let factor = inverseSqrt(partial[0] / ${size}.0 + ${epsilon});
  for (var i = local.x; i < ${size}u; i += ${NORM_THREADS}u) {
    y[group.x * ${size}u + i] = ${choice.precision === 'f16' ? `f16(${value} / ${HALF_SCALE}.0)` : value};
  }
}`;
}
