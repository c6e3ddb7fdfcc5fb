import type { Gpu } from '../../llm/wgsl/gpu.ts';

/** What the browser tells of this machine. */
export interface DeviceFacts {
  /** The adapter that WebGPU offers; null where there is none. */
  gpu: {
    name: string;
    /** Whether no graphics hardware is behind it. */
    software: boolean;
    /** Whether it has `shader-f16`. */
    halves: boolean;
    /** Bytes of the largest buffer that a kernel can use. */
    largest: number;
  } | null;
  /** Bytes of memory, rounded down by the browser and told up to a bound; null where it does not tell. */
  memory: number | null;
}

/** Asks the browser. Nothing is loaded, and no device is taken. */
export async function readDevice(): Promise<DeviceFacts> {
  const { gpu, deviceMemory } = navigator as { gpu?: Gpu; deviceMemory?: number };
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  const memory = deviceMemory ? deviceMemory * 2 ** 30 : null;
  if (!adapter) return { gpu: null, memory };
  const { info, limits, features } = adapter;
  const name = [info.vendor, info.architecture].filter(Boolean).join(' ') || info.description;
  return {
    memory,
    gpu: {
      name: name || 'a GPU without a name',
      software: info.isFallbackAdapter === true,
      halves: features.has('shader-f16'),
      largest: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize),
    },
  };
}
