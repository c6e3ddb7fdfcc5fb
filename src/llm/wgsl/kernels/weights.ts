import type { Quantisation } from '../../../weights/config.ts';

/**
 * Halves of activations hold a sixteenth: times eight, the largest integer of a weight, and two of them added, they
 * then overflow only where the activation itself would.
 */
export const HALF_SCALE = 16;

/** How a kernel reads W `[rows, columns]`: the elements of the buffers, and functions over them. */
export interface WeightReader {
  /** Element of the buffer `w`, and of the buffer `scales` (of a dense weight, which has none: anything). */
  element: string;
  scale: string;
  /**
   * WGSL of `low(group, j)` and `high(group, j)`, the eight numbers j (0…3) of a group of 32 inputs as two vectors;
   * of `scaleOf(group)`, which they are to be multiplied by in f16 and are multiplied by already in f32.
   */
  source(precision: 'f32' | 'f16'): string;
}

const HALF_SCALES = `
fn scaleBits(group: u32) -> f32 { return unpack2x16float(scales[group >> 1u])[group & 1u]; }`;
const SINGLE_SCALES = `
fn scaleBits(group: u32) -> f32 { return scales[group]; }`;

const QUANTISED = (precision: 'f32' | 'f16') => {
  const vector = (shifts: string) => {
    const integers = `vec4<${precision}>((vec4<u32>(w[group][j]) >> vec4<u32>(${shifts})) & vec4<u32>(15u)) - 7.0`;
    return precision === 'f16' ? integers : `(${integers}) * scaleBits(group)`;
  };
  return `
fn low(group: u32, j: u32) -> vec4<${precision}> { return ${vector('0u, 4u, 8u, 12u')}; }
fn high(group: u32, j: u32) -> vec4<${precision}> { return ${vector('16u, 20u, 24u, 28u')}; }
fn scaleOf(group: u32) -> f32 { return ${precision === 'f16' ? `${HALF_SCALE}.0 * scaleBits(group)` : '1.0'}; }`;
};

const DENSE_SCALE = `
fn scaleOf(group: u32) -> f32 { return ${HALF_SCALE}.0; }`;

const half = (first: string, second: string, precision: 'f32' | 'f16') =>
  precision === 'f16'
    ? `bitcast<vec4<f16>>(vec2<u32>(${first}, ${second}))`
    : `vec4<f32>(unpack2x16float(${first}), unpack2x16float(${second}))`;

export const WEIGHT_READERS: Record<Quantisation, WeightReader> = {
  q4f16_1: {
    element: 'vec4<u32>',
    scale: 'u32',
    source: (precision) => HALF_SCALES + QUANTISED(precision),
  },
  q4f32_1: {
    element: 'vec4<u32>',
    scale: 'f32',
    source: (precision) => SINGLE_SCALES + QUANTISED(precision),
  },
  q0f16: {
    element: 'vec4<u32>',
    scale: 'u32',
    source: (precision) => `
fn low(group: u32, j: u32) -> vec4<${precision}> {
  let words = w[group * 4u + j];
  return ${half('words.x', 'words.y', precision)};
}
fn high(group: u32, j: u32) -> vec4<${precision}> {
  let words = w[group * 4u + j];
  return ${half('words.z', 'words.w', precision)};
}${DENSE_SCALE}`,
  },
  q0f32: {
    element: 'vec4<f32>',
    scale: 'u32',
    source: (precision) => `
fn low(group: u32, j: u32) -> vec4<${precision}> { return vec4<${precision}>(w[group * 8u + j * 2u]); }
fn high(group: u32, j: u32) -> vec4<${precision}> { return vec4<${precision}>(w[group * 8u + j * 2u + 1u]); }${DENSE_SCALE}`,
  },
};
