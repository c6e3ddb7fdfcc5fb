import type { Tensor } from '../weights/safetensors.ts';

/** An adapter that cannot be merged exactly; the message names what is in the way. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
}

/** One projection's low-rank update, ΔW = scale · B·A. */
export interface LowRank {
  rank: number;
  scale: number;
  /** f32 `[rank, inputs]`. */
  a: Float32Array;
  /** f32 `[outputs, rank]`. */
  b: Float32Array;
  inputs: number;
  outputs: number;
}

export interface Adapter {
  rank: number;
  alpha: number;
  /** By projection, e.g. `model.layers.0.self_attn.q_proj`. */
  updates: Map<string, LowRank>;
}

const PROJECTION = /^model\.layers\.\d+\.(self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj)$/;
const TENSOR = /^base_model\.model\.(.+)\.lora_([AB])(?:\.default)?\.weight$/;

/** What of a PEFT configuration would change the model in ways that a merged ΔW of linear layers does not hold. */
const REFUSED: { key: string; harmless: (value: unknown) => boolean; because: string }[] = [
  { key: 'peft_type', harmless: (v) => v === 'LORA', because: 'only LoRA adapters can be packed' },
  { key: 'use_dora', harmless: (v) => !v, because: "DoRA's magnitudes are no low-rank sum" },
  { key: 'modules_to_save', harmless: isEmpty, because: 'wholly trained modules cannot be packed' },
  {
    key: 'bias',
    harmless: (v) => v === undefined || v === 'none',
    because: 'trained biases cannot be packed',
  },
  { key: 'lora_bias', harmless: (v) => !v, because: 'trained biases cannot be packed' },
  { key: 'trainable_token_indices', harmless: isEmpty, because: 'trained embeddings cannot be packed' },
  { key: 'target_parameters', harmless: isEmpty, because: 'only linear layers can be packed' },
  { key: 'fan_in_fan_out', harmless: (v) => !v, because: 'transposed layers cannot be packed' },
  {
    key: 'init_lora_weights',
    harmless: (v) => v === undefined || typeof v === 'boolean' || v === 'gaussian' || v === 'orthogonal',
    because: 'it changed the base weights when it began',
  },
];

/** Reads a PEFT LoRA adapter: its configuration and its tensors as f32. Throws `AdapterError`. */
export function readAdapter(
  config: Record<string, unknown>,
  tensors: Map<string, Tensor>,
  toFloats: (tensor: Tensor, name: string) => Float32Array,
): Adapter {
  for (const { key, harmless, because } of REFUSED) {
    if (!harmless(config[key]))
      throw new AdapterError(`${key} is ${JSON.stringify(config[key])}: ${because}`);
  }
  const halves = new Map<string, { A?: string; B?: string }>();
  for (const name of tensors.keys()) {
    const [, module, half] = TENSOR.exec(name) ?? [];
    if (module === undefined || !PROJECTION.test(module)) {
      throw new AdapterError(`${name} is no low-rank update of an attention or MLP projection`);
    }
    halves.set(module, { ...halves.get(module), [half]: name });
  }
  if (halves.size === 0) throw new AdapterError('the adapter holds no low-rank update');
  const updates = new Map<string, LowRank>();
  for (const [module, { A, B }] of halves) {
    if (A === undefined || B === undefined)
      throw new AdapterError(`${module} has only one of lora_A and lora_B`);
    const a = tensors.get(A)!;
    const b = tensors.get(B)!;
    const [rank, inputs] = a.shape;
    const [outputs, width] = b.shape;
    if (a.shape.length !== 2 || b.shape.length !== 2 || width !== rank) {
      throw new AdapterError(
        `${module} has lora_A [${a.shape}] and lora_B [${b.shape}], which do not multiply`,
      );
    }
    const declared = patterned(config['rank_pattern'], module) ?? config['r'];
    if (declared !== rank)
      throw new AdapterError(`${module} has rank ${rank} where the configuration says ${declared}`);
    const alpha = patterned(config['alpha_pattern'], module) ?? config['lora_alpha'];
    if (typeof alpha !== 'number') throw new AdapterError('the configuration has no lora_alpha');
    const scale = alpha / (config['use_rslora'] ? Math.sqrt(rank) : rank);
    updates.set(module, { rank, scale, a: toFloats(a, A), b: toFloats(b, B), inputs, outputs });
  }
  return { rank: Number(config['r']), alpha: Number(config['lora_alpha']), updates };
}

/** Columns that are summed at a time: their part of A stays in the processor's cache for all rows. */
const STRIP = 1024;

/**
 * Adds ΔW to f32 `weights` in place, rows of `[outputs, inputs]` from row `first` on. Sums are taken in double
 * precision, rank by rank.
 */
export function addUpdate(weights: Float32Array, update: LowRank, first = 0): void {
  const { scale, inputs, rank, a } = update;
  const rows = weights.length / inputs;
  const sums = [new Float64Array(STRIP), new Float64Array(STRIP)] as const;
  /** f64 `[rank, STRIP]`: made double once, not for every row. */
  const part = new Float64Array(rank * STRIP);
  for (let strip = 0; strip < inputs; strip += STRIP) {
    const width = Math.min(STRIP, inputs - strip);
    for (let r = 0; r < rank; r++)
      part.set(a.subarray(r * inputs + strip, r * inputs + strip + width), r * STRIP);
    for (let row = 0; row < rows; row += 2) {
      // Two rows at a time; the last one alone is its own neighbour.
      const next = Math.min(row + 1, rows - 1);
      sumRanks(sums, update, part, first + row, first + next, width);
      for (const [one, sum] of [row, next].slice(0, next - row + 1).entries()) {
        const at = sum * inputs + strip;
        for (let i = 0; i < width; i++) weights[at + i] += scale * sums[one][i];
      }
    }
  }
}

/** `width` columns of two rows of B·A, where `part` holds these columns of A. */
function sumRanks(
  [s, t]: readonly [Float64Array, Float64Array],
  { rank, b }: LowRank,
  part: Float64Array,
  row: number,
  next: number,
  width: number,
): void {
  s.fill(0);
  t.fill(0);
  let r = 0;
  // Four ranks at a time: the sums are read and written less often, their order is the same.
  for (; r + 4 <= rank; r += 4) {
    const [f0, f1, f2, f3] = b.subarray(row * rank + r, row * rank + r + 4);
    const [g0, g1, g2, g3] = b.subarray(next * rank + r, next * rank + r + 4);
    const a0 = r * STRIP;
    const [a1, a2, a3] = [a0 + STRIP, a0 + 2 * STRIP, a0 + 3 * STRIP];
    for (let i = 0; i < width; i++) {
      const x0 = part[a0 + i];
      const x1 = part[a1 + i];
      const x2 = part[a2 + i];
      const x3 = part[a3 + i];
      s[i] = s[i] + f0 * x0 + f1 * x1 + f2 * x2 + f3 * x3;
      t[i] = t[i] + g0 * x0 + g1 * x1 + g2 * x2 + g3 * x3;
    }
  }
  for (; r < rank; r++) {
    const at = r * STRIP;
    for (let i = 0; i < width; i++) {
      s[i] += b[row * rank + r] * part[at + i];
      t[i] += b[next * rank + r] * part[at + i];
    }
  }
}

/** PEFT's rule for `rank_pattern` and `alpha_pattern`: a key is a regular expression for the end of a module's name. */
function patterned(pattern: unknown, module: string): unknown {
  for (const [key, value] of Object.entries(pattern ?? {})) {
    if (new RegExp(`^(?:.*\\.)?(?:${key})$`).test(module)) return value;
  }
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
