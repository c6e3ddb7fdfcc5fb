import { brainFloatsToFloats, halvesToFloats } from '../weights/f16.ts';
import { parseSafetensors, type Tensor } from '../weights/safetensors.ts';
import { type Adapter, AdapterError, readAdapter } from './adapter.ts';

/** The files of a PEFT adapter. */
export interface AdapterFiles {
  /** `adapter_config.json`. */
  config: Uint8Array;
  /** `adapter_model.safetensors`. */
  weights: Uint8Array;
}

/** Reads a PEFT LoRA adapter. Throws `AdapterError`, or `SafetensorsError` for a damaged file. */
export function readAdapterFiles({ config, weights }: AdapterFiles): Adapter {
  return readAdapter(parseConfig(config), parseSafetensors(weights).tensors, floatsOf);
}

function parseConfig(file: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(file));
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {}
  throw new AdapterError('adapter_config.json is not JSON; it was cut off or damaged');
}

function floatsOf({ dtype, bytes }: Tensor, name: string): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.slice().buffer);
  if (dtype === 'F16') return halvesToFloats(bytes);
  if (dtype === 'BF16') return brainFloatsToFloats(bytes);
  throw new AdapterError(`${name} has the type ${dtype}; an adapter's must be F32, F16 or BF16`);
}
