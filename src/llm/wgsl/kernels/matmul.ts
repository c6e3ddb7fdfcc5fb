import type { Quantisation } from '../../../weights/config.ts';
import { type KernelChoice, preamble, THREADS } from './choice.ts';
import { HALF_SCALE, WEIGHT_READERS } from './weights.ts';

/** What becomes of a sum: stored with a bias, or added to what is there. `gate` stores silu(gate) · up, of two sums whose rows of W lie `outputs` apart. */
export type Epilogue = 'store' | 'add' | 'gate';

/** Rows of x, and sums a row, that one thread works on at a time. */
export interface Tile {
  rows: number;
  sums: number;
}

/** The most sums of a thread that are added up over the lanes at once: what 16 KiB of workgroup memory hold. */
const AT_ONCE = 16;

/**
 * y = x·Wᵀ for `rows` rows. x T[rows, columns]; W quantised or dense, in MLC's layout; y T or f32 [rows, outputs].
 * shape: (columns / 32, outputs).
 * Launch: x = ceil(rows / tile.rows), y = ceil(outputs / outputsOf(tile)); neighbours in x read the same rows of W.
 *
 * A workgroup is `lanes` × slots threads. Lane l of a slot takes the groups of 32 inputs l, l + lanes, l + 2·lanes …
 * in this order and adds product after product; the lanes are then added up as a binary tree of neighbours. So a sum
 * is taken in the same order whatever the tile, and whatever other rows there are.
 */
export function matmulSource(
  choice: KernelChoice,
  weights: Quantisation,
  epilogue: Epilogue,
  { rows, sums }: Tile,
): string {
  const { lanes, subgroups, precision } = choice;
  const reader = WEIGHT_READERS[weights];
  const gate = epilogue === 'gate';
  const slots = THREADS / lanes;
  const each = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  const all = each(rows, (r) => each(sums, (s) => `a${r}_${s}`)).flat();
  const stored = epilogue === 'gate' ? precision : 'f32';
  return `${preamble(choice)}
@group(0) @binding(0) var<storage, read> x: array<vec4<${precision}>>;
@group(0) @binding(1) var<storage, read> w: array<${reader.element}>;
@group(0) @binding(2) var<storage, read> scales: array<${reader.scale}>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<${stored}>;
@group(0) @binding(5) var<uniform> rows: u32;
@group(0) @binding(6) var<uniform> shape: Shape;
struct Shape { groups: u32, outputs: u32 }
${subgroups ? '' : `var<workgroup> partial: array<f32, ${THREADS * Math.min(AT_ONCE, all.length)}>;`}

${reader.source(precision)}

fn finish(row: u32, output: u32, sum: f32${gate ? ', up: f32' : ''}) {
  if (row >= rows || output >= shape.outputs) { return; }
  let at = row * shape.outputs + output;
  ${FINISH[epilogue](stored)}
}

${MULTIPLY_ADD[precision]}
${subgroups ? '' : treeOf(lanes)}

@compute @workgroup_size(${lanes}, ${slots})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let lane = local.x;
  let groups = shape.groups;
  let row0 = group.x * ${rows}u;
  let output0 = (group.y * ${slots}u + local.y) * ${gate ? sums / 2 : sums}u;
  ${each(rows, (r) => `let x${r} = min(row0 + ${r}u, rows - 1u) * groups * 8u;`).join('\n  ')}
  ${each(sums, (s) => `let w${s} = (${gate ? `min(output0 + ${s >> 1}u, shape.outputs - 1u) + ${s & 1}u * shape.outputs` : `min(output0 + ${s}u, shape.outputs - 1u)`}) * groups;`).join('\n  ')}
  ${all.map((name) => `var ${name} = 0.0;`).join(' ')}
  for (var g = lane; g < groups; g += ${lanes}u) {
    ${each(sums, (s) => `let chunk${s} = chunkOf(w${s} + g);\n    let scale${s} = scaleOf(w${s} + g);`).join('\n    ')}
    for (var j = 0u; j < 4u; j++) {
      ${each(sums, (s) => `let l${s} = low(chunk${s}, scale${s}, j);\n      let h${s} = high(chunk${s}, scale${s}, j);`).join('\n      ')}
      var xl: vec4<${precision}>;
      var xh: vec4<${precision}>;
      ${each(
        rows,
        (r) => `xl = x[x${r} + g * 8u + j * 2u];
      xh = x[x${r} + g * 8u + j * 2u + 1u];
      ${each(sums, (s) => `a${r}_${s} = multiplyAdd(l${s}, h${s}, scale${s}, xl, xh, a${r}_${s});`).join('\n      ')}`,
      ).join('\n      ')}
    }
  }
  ${subgroups ? bySubgroup(all, lanes, sums, gate) : byMemory(all, lanes, slots, sums, gate)}
}`;
}

const FINISH: Record<Epilogue, (stored: 'f32' | 'f16') => string> = {
  store: () => 'y[at] = sum + bias[output];',
  add: () => 'y[at] += sum;',
  gate: (stored) => {
    const value = 'sum / (1.0 + exp(-sum)) * up';
    return `y[at] = ${stored === 'f16' ? `f16(${value} / ${HALF_SCALE}.0)` : value};`;
  },
};

/** Eight products onto a sum. Every addition is an explicit `fma`, which no compiler takes in another order. */
const MULTIPLY_ADD = {
  f32: `
fn multiplyAdd(l: vec4<f32>, h: vec4<f32>, scale: f32, xl: vec4<f32>, xh: vec4<f32>, sum: f32) -> f32 {
  let first = fma(l.w, xl.w, fma(l.z, xl.z, fma(l.y, xl.y, fma(l.x, xl.x, sum))));
  return fma(h.w, xh.w, fma(h.z, xh.z, fma(h.y, xh.y, fma(h.x, xh.x, first))));
}`,
  f16: `
fn multiplyAdd(l: vec4<f16>, h: vec4<f16>, scale: f32, xl: vec4<f16>, xh: vec4<f16>, sum: f32) -> f32 {
  let products = vec4<f32>(fma(h, xh, l * xl));
  return fma(scale, (products.x + products.y) + (products.z + products.w), sum);
}`,
};

/** `lanes` neighbours in workgroup memory added up as a binary tree, as the shuffles of `bySubgroup` do. */
function treeOf(lanes: number): string {
  const sum = (from: number, count: number): string =>
    count === 1
      ? `partial[at + ${from}u]`
      : `(${sum(from, count / 2)} + ${sum(from + count / 2, count / 2)})`;
  return `fn tree(at: u32) -> f32 { return ${sum(0, lanes)}; }`;
}

/** Rows of y that a workgroup computes. */
export function outputsOf({ lanes }: KernelChoice, epilogue: Epilogue, { sums }: Tile): number {
  return (THREADS / lanes) * (epilogue === 'gate' ? sums / 2 : sums);
}

/** Lanes added up by shuffles; lane i writes every `lanes`-th sum from the i-th on. */
function bySubgroup(all: string[], lanes: number, sums: number, gate: boolean): string {
  const lines: string[] = [];
  for (const name of all) {
    for (let mask = 1; mask < lanes; mask *= 2)
      lines.push(`${name} += subgroupShuffleXor(${name}, ${mask}u);`);
  }
  const step = gate ? 2 : 1;
  for (let i = 0; i < all.length; i += step) {
    const row = Math.floor(i / sums);
    const output = (i % sums) / step;
    const given = gate ? `${all[i]}, ${all[i + 1]}` : all[i];
    lines.push(
      `if (lane == ${(i / step) % lanes}u) { finish(row0 + ${row}u, output0 + ${output}u, ${given}); }`,
    );
  }
  return lines.join('\n  ');
}

/** Lanes added up in workgroup memory, one thread a sum, some sums at once. */
function byMemory(all: string[], lanes: number, slots: number, sums: number, gate: boolean): string {
  const step = gate ? 2 : 1;
  const lines: string[] = [`let thread = local.y * ${lanes}u + lane;`];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const part = all.slice(start, start + AT_ONCE);
    if (start > 0) lines.push('workgroupBarrier();');
    for (const [i, name] of part.entries()) lines.push(`partial[${i * THREADS}u + thread] = ${name};`);
    lines.push('workgroupBarrier();');
    const outputs = part.length / step;
    const perRow = sums / step;
    lines.push(
      `for (var t = thread; t < ${slots * outputs}u; t += ${THREADS}u) {
    let slot = t / ${outputs}u;
    let i = t % ${outputs}u;
    let sum = tree(i * ${step * THREADS}u + slot * ${lanes}u);
    ${gate ? `let up = tree(i * ${step * THREADS}u + ${THREADS}u + slot * ${lanes}u);` : ''}
    let place = ${start / step}u + i;
    finish(row0 + place / ${perRow}u, (group.y * ${slots}u + slot) * ${perRow}u + place % ${perRow}u, sum${gate ? ', up' : ''});
  }`,
    );
  }
  return lines.join('\n  ');
}
