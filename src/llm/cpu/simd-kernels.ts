import { KERNEL_SOURCE } from './kernel-source.ts';
import type { Kernels } from './kernels.ts';
import { assembleWat } from './wat.ts';

/** The kernels in WebAssembly SIMD, or null where the machine has none. */
export function createSimdKernels(memory: WebAssembly.Memory): Kernels | null {
  const bytes = assembleWat(KERNEL_SOURCE);
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { kernel: { memory } });
  const { matmul, matmulDense, attend } = exports as unknown as Omit<Kernels, 'adapter'>;
  return { adapter: 'WebAssembly SIMD', matmul, matmulDense, attend };
}
