import type { ChatConfig, ModelConfig } from './config.ts';
import { WeightsError } from './errors.ts';
import { isObject } from './json.ts';
import type { Manifest, TensorRecord } from './manifest.ts';

/** A weight that a library takes. A length may be a name (`vocab_size`): any will do, and others of that name are as long. */
export interface LibraryParameter extends Pick<TensorRecord, 'name' | 'dtype'> {
  shape: (number | string)[];
}

/** What a library that MLC compiled for a model says of itself. */
export interface Library {
  /** Its path in the repository. */
  path: string;
  modelType: string;
  quantisation: string;
  /** The longest text that its own pages ask for; a shorter one may be taken. */
  contextLength: number;
  /** The most tokens that one pass takes. */
  prefillChunk: number;
  /** The most sequences of one pass. */
  maxBatch: number;
  parameters: LibraryParameter[];
  cache: { layers: number; heads: number; kvHeads: number; headDim: number };
  /** What it exports, by name. */
  functions: string[];
}

const MAGIC = '0,97,115,109';
const START = new TextEncoder().encode('{"model_type"');

/** Reads the metadata that stands in a library as JSON. Throws `WeightsError` for what is no such library. */
export function readLibrary(path: string, bytes: Uint8Array<ArrayBuffer>): Library {
  const fail: (message: string) => never = failure(path);
  if (`${bytes.subarray(0, 4)}` !== MAGIC) {
    const page = bytes[0] === 0x3c ? ' but a web page, it seems' : '';
    fail(`it is no WebAssembly${page}; fetch it again`);
  }
  const metadata = metadataOf(path, bytes);
  const { kv_cache: cache, memory_usage: memory, params } = metadata;
  if (!isObject(cache) || !isObject(memory) || !Array.isArray(params))
    fail(
      'its metadata lists no parameters, cache or functions; it was compiled by a version that is not known',
    );
  const count = (from: Record<string, unknown>, key: string) => {
    const value = from[key];
    if (!Number.isSafeInteger(value) || (value as number) < 1) fail(`its metadata says ${key} is ${value}`);
    return value as number;
  };
  return {
    path,
    modelType: String(metadata['model_type']),
    quantisation: String(metadata['quantization']),
    contextLength: count(metadata, 'context_window_size'),
    prefillChunk: count(metadata, 'prefill_chunk_size'),
    maxBatch: count(metadata, 'max_batch_size'),
    parameters: params.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    cache: {
      layers: count(cache, 'num_hidden_layers'),
      heads: count(cache, 'num_attention_heads'),
      kvHeads: count(cache, 'num_key_value_heads'),
      headDim: count(cache, 'head_dim'),
    },
    functions: Object.keys(memory),
  };
}

/** That a library was compiled for a repository's model: every parameter as it is stored. Throws `WeightsError`. */
export function checkLibrary(
  library: Library,
  { model, quantisation }: ChatConfig<ModelConfig | null>,
  { shards }: Manifest,
): void {
  const fail: (message: string) => never = failure(library.path);
  if (library.quantisation !== quantisation) {
    fail(`it was compiled for ${library.quantisation}, and the weights are ${quantisation}`);
  }
  const { layers, heads, kvHeads, headDim } = library.cache;
  const shape = `${[layers, heads, kvHeads, headDim]}`;
  if (model && shape !== `${[model.layers, model.heads, model.kvHeads, model.headDim]}`)
    fail('it was compiled for a model of another shape; fetch the library of this one');
  const stored = new Map(shards.flatMap(({ tensors }) => tensors.map((tensor) => [tensor.name, tensor])));
  const named = new Map<string, number>();
  for (const { name, shape, dtype } of library.parameters) {
    const tensor = stored.get(name);
    if (!tensor || tensor.dtype !== dtype || !fits(tensor.shape, shape, named)) {
      const found = tensor ? `${tensor.dtype}[${tensor.shape}]` : 'none';
      fail(
        `it needs ${name} as ${dtype}[${shape}], and the repository has ${found}; fetch this model's library`,
      );
    }
  }
}

/** Whether a tensor has a parameter's shape; notes what its names stand for. */
function fits(
  lengths: readonly number[],
  shape: LibraryParameter['shape'],
  named: Map<string, number>,
): boolean {
  if (lengths.length !== shape.length) return false;
  return shape.every((wanted, i) => {
    if (typeof wanted === 'number') return wanted === lengths[i];
    if (!named.has(wanted)) named.set(wanted, lengths[i]);
    return named.get(wanted) === lengths[i];
  });
}

/** The JSON object that begins with `START`, which a library holds as plain text. */
function metadataOf(path: string, bytes: Uint8Array<ArrayBuffer>): Record<string, unknown> {
  const fail: (message: string) => never = failure(path);
  for (let at = bytes.indexOf(START[0]); at >= 0; at = bytes.indexOf(START[0], at + 1)) {
    if (!START.every((byte, i) => bytes[at + i] === byte)) continue;
    const end = endOfObject(bytes, at);
    if (end < 0) break;
    try {
      return JSON.parse(new TextDecoder().decode(bytes.subarray(at, end)));
    } catch {
      fail('its metadata is damaged; fetch it again');
    }
  }
  return fail('it holds no metadata of a model; it is damaged, or no library that MLC compiled');
}

/** Behind the brace that closes the object at `start`; −1 where there is none. */
function endOfObject(bytes: Uint8Array, start: number): number {
  const [open, close, quote, backslash] = [0x7b, 0x7d, 0x22, 0x5c];
  let depth = 0;
  let inText = false;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inText) {
      if (byte === backslash) i++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === open) depth++;
    else if (byte === close && --depth === 0) return i + 1;
  }
  return -1;
}

function failure(path: string): (message: string) => never {
  return (message) => {
    throw new WeightsError(path, message);
  };
}
