import { parseSafetensors, type Tensor, writeSafetensors } from '../weights/safetensors.ts';
import { findFault, type Steps } from './steps.ts';

export class RolePackError extends Error {
  override readonly name = 'RolePackError';
}

export interface EditedWeight extends Steps {
  /** Rows (outputs) and columns (inputs) of the quantised weight. */
  shape: [number, number];
  /** `weightHash` of the base's words and of the edited words, which prove that an edit took. */
  baseHash: string;
  editedHash: string;
}

/** One role's merged adapter as an exact, reversible edit of the base's 4-bit integers. */
export interface RolePack {
  role: string;
  /** Model id of the base. */
  base: string;
  /** `baseHash` of the base's manifest. */
  baseHash: string;
  /** SHA-256 of the adapter's file. */
  adapterHash: string;
  rank: number;
  alpha: number;
  /** Hash of the prompt that the adapter was trained on; empty when it was trained on none. */
  promptHash: string;
  /** Languages that the role learned to write; absent where the pack says nothing of them. */
  languages?: readonly string[];
  /** Integers a block; a multiple of 8, so that blocks never share a word. */
  block: number;
  /** By linear layer, e.g. `model.layers.0.mlp.down_proj`. */
  weights: Map<string, EditedWeight>;
}

const FORMAT = 'quartet-role-pack-1';
const MAX_BLOCK = 1 << 20;

/** Writes a pack as safetensors: `NAME.steps` (u8) and `NAME.offsets` (u32), the rest as metadata. */
export function writeRolePack(pack: RolePack): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, Tensor>();
  const weights: Record<string, unknown> = {};
  for (const [name, { steps, offsets, shape, baseHash, editedHash }] of pack.weights) {
    weights[name] = { shape, base: baseHash, edited: editedHash };
    const bytes = new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength);
    tensors.set(`${name}.offsets`, { dtype: 'U32', shape: [offsets.length], bytes });
    tensors.set(`${name}.steps`, { dtype: 'U8', shape: [steps.length], bytes: steps });
  }
  const metadata = {
    format: FORMAT,
    role: pack.role,
    base: pack.base,
    base_hash: pack.baseHash,
    adapter_hash: pack.adapterHash,
    rank: String(pack.rank),
    alpha: String(pack.alpha),
    prompt_hash: pack.promptHash,
    ...(pack.languages && { languages: pack.languages.join(',') }),
    block: String(pack.block),
    weights: JSON.stringify(weights),
  };
  return writeSafetensors({ metadata, tensors });
}

/** Reads a pack and checks all of it that can be checked without its base. Throws `RolePackError`. */
export function readRolePack(file: Uint8Array): RolePack {
  const { metadata, tensors } = parse(file);
  if (metadata['format'] !== FORMAT)
    throw new RolePackError(`this is not a role pack: its format is ${metadata['format']}`);
  const text = (key: string) => {
    const value = metadata[key];
    if (value === undefined) throw new RolePackError(`the role pack's metadata has no ${key}`);
    return value;
  };
  const block = Number(text('block'));
  if (!Number.isInteger(block) || block < 8 || block > MAX_BLOCK || block % 8 !== 0) {
    throw new RolePackError(
      `the role pack's block of ${text('block')} integers is not a multiple of 8 up to ${MAX_BLOCK}`,
    );
  }
  const weights = new Map<string, EditedWeight>();
  for (const [name, described] of Object.entries(parseWeights(text('weights')))) {
    const weight = readWeight(name, described, tensors);
    const fault = findFault(weight, weight.shape[0] * weight.shape[1], block);
    if (fault !== null) throw new RolePackError(`the role pack's edit of ${name} is damaged: ${fault}`);
    weights.set(name, weight);
  }
  if (tensors.size !== weights.size * 2)
    throw new RolePackError('the role pack holds tensors that its metadata does not name');
  return {
    role: text('role'),
    base: text('base'),
    baseHash: text('base_hash'),
    adapterHash: text('adapter_hash'),
    rank: Number(text('rank')),
    alpha: Number(text('alpha')),
    promptHash: text('prompt_hash'),
    ...(metadata['languages'] && { languages: metadata['languages'].split(',') }),
    block,
    weights,
  };
}

function parse(file: Uint8Array) {
  try {
    return parseSafetensors(file);
  } catch (error) {
    throw new RolePackError(`the role pack cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function parseWeights(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {}
  throw new RolePackError("the role pack's list of weights is not JSON");
}

function readWeight(name: string, described: unknown, tensors: Map<string, Tensor>): EditedWeight {
  const { shape, base, edited } = (described ?? {}) as Record<string, unknown>;
  const isShape =
    Array.isArray(shape) &&
    shape.length === 2 &&
    shape.every((n) => Number.isInteger(n) && n > 0 && n < 2 ** 24);
  const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
  if (!isShape || !isHash(base) || !isHash(edited)) {
    throw new RolePackError(`the role pack describes ${name} without shape and hashes`);
  }
  const steps = tensors.get(`${name}.steps`);
  const offsets = tensors.get(`${name}.offsets`);
  if (steps?.dtype !== 'U8' || offsets?.dtype !== 'U32') {
    throw new RolePackError(`the role pack has no ${name}.steps (U8) and ${name}.offsets (U32)`);
  }
  return {
    shape: shape as [number, number],
    baseHash: base as string,
    editedHash: edited as string,
    steps: steps.bytes,
    // Copied: the file's offset of a tensor need not be a multiple of four.
    offsets: new Uint32Array(new Uint8Array(offsets.bytes).buffer),
  };
}
