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

/**
 * Adds ΔW to f32 `weights` in place, rows of `[outputs, inputs]` from row `first` on. Sums are taken in double
 * precision, rank by rank.
 */
export function addUpdate(weights: Float32Array, update: LowRank, first = 0): void {
  const { rank, scale, a, b, inputs } = update;
  const sums = new Float64Array(inputs);
  const rows = weights.length / inputs;
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    const factors = b.subarray((first + row) * rank, (first + row + 1) * rank);
    let r = 0;
    // Four ranks at a time: the sums are read and written less often, their order is the same.
    for (; r + 4 <= rank; r += 4) {
      const [f0, f1, f2, f3] = factors.subarray(r, r + 4);
      const [at0, at1, at2, at3] = [r * inputs, (r + 1) * inputs, (r + 2) * inputs, (r + 3) * inputs];
      for (let i = 0; i < inputs; i++)
        sums[i] = sums[i] + f0 * a[at0 + i] + f1 * a[at1 + i] + f2 * a[at2 + i] + f3 * a[at3 + i];
    }
    for (; r < rank; r++) for (let i = 0; i < inputs; i++) sums[i] += factors[r] * a[r * inputs + i];
    for (let i = 0; i < inputs; i++) weights[row * inputs + i] += scale * sums[i];
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
