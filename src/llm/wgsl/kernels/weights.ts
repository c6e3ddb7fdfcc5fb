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
   * WGSL of functions over groups of 32 inputs: `chunkOf(group)`, what is loaded of it at once; `scaleOf(group)`; and
   * `low` and `high(chunk, scale, j)`, its eight numbers j (0…3) as two vectors. In f32 they are multiplied by the
   * scale; in f16 their sums are to be.
   */
  source(precision: 'f32' | 'f16'): string;
}

type Precision = 'f32' | 'f16';

const scaled = (precision: Precision, scale: string) =>
  precision === 'f16' ? `${HALF_SCALE}.0 * ${scale}` : scale;

const integers = (precision: Precision, scale: string) => {
  const vector = (shifts: string) => {
    const value = `vec4<${precision}>((vec4<u32>(chunk[j]) >> vec4<u32>(${shifts})) & vec4<u32>(15u)) - 7.0`;
    return precision === 'f16' ? value : `(${value}) * scale`;
  };
  return `
fn chunkOf(group: u32) -> vec4<u32> { return w[group]; }
fn scaleOf(group: u32) -> f32 { return ${scaled(precision, scale)}; }
fn low(chunk: vec4<u32>, scale: f32, j: u32) -> vec4<${precision}> { return ${vector('0u, 4u, 8u, 12u')}; }
fn high(chunk: vec4<u32>, scale: f32, j: u32) -> vec4<${precision}> { return ${vector('16u, 20u, 24u, 28u')}; }`;
};

/** A dense weight is loaded number by number: a group of it would fill too many registers. */
const dense = (precision: Precision, low: string, high: string) => `
fn chunkOf(group: u32) -> u32 { return group; }
fn scaleOf(group: u32) -> f32 { return ${scaled(precision, '1.0')}; }
fn low(chunk: u32, scale: f32, j: u32) -> vec4<${precision}> { ${low} }
fn high(chunk: u32, scale: f32, j: u32) -> vec4<${precision}> { ${high} }`;

const halves = (precision: Precision, first: string, second: string) => {
  const [a, b] = [first, second].map((name) => `w[chunk * 4u + j].${name}`);
  return precision === 'f16'
    ? `return bitcast<vec4<f16>>(vec2<u32>(${a}, ${b}));`
    : `return vec4<f32>(unpack2x16float(${a}), unpack2x16float(${b}));`;
};

const singles = (precision: Precision, half: 0 | 1) =>
  `return vec4<${precision}>(w[chunk * 8u + j * 2u + ${half}u]);`;

export const WEIGHT_READERS: Record<Quantisation, WeightReader> = {
  q4f16_1: {
    element: 'vec4<u32>',
    scale: 'u32',
    source: (precision) => integers(precision, 'unpack2x16float(scales[group >> 1u])[group & 1u]'),
  },
  q4f32_1: {
    element: 'vec4<u32>',
    scale: 'f32',
    source: (precision) => integers(precision, 'scales[group]'),
  },
  q0f16: {
    element: 'vec4<u32>',
    scale: 'u32',
    source: (precision) => dense(precision, halves(precision, 'x', 'y'), halves(precision, 'z', 'w')),
  },
  q0f32: {
    element: 'vec4<f32>',
    scale: 'u32',
    source: (precision) => dense(precision, singles(precision, 0), singles(precision, 1)),
  },
};
