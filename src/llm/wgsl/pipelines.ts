import { EngineError } from '../errors.ts';
import type { Device } from './device.ts';
import type { GpuBindGroup, GpuBindGroupLayout, GpuBuffer, GpuPass, GpuPipeline } from './gpu.ts';

/** How a kernel uses a buffer. */
export type Access = 'read' | 'write' | 'uniform';

/** A compiled kernel. */
export interface Kernel {
  pipeline: GpuPipeline;
  layout: GpuBindGroupLayout;
}

/** A buffer, or `size` bytes of it, which is then what `arrayLength` counts. */
export type Binding = GpuBuffer | { buffer: GpuBuffer; size: number; offset?: number };

const TYPES: Record<Access, string> = { read: 'read-only-storage', write: 'storage', uniform: 'uniform' };
const COMPUTE = 4;

/** Compiles kernels, each once; equal lists of accesses share a layout, so that their bind groups fit one another. */
export class Pipelines {
  private readonly layouts = new Map<string, GpuBindGroupLayout>();
  /** By source: models of one device share what they can. */
  private readonly kernels = new Map<string, Promise<Kernel>>();

  constructor(private readonly device: Device) {}

  layout(accesses: readonly Access[]): GpuBindGroupLayout {
    const key = accesses.join();
    let layout = this.layouts.get(key);
    if (!layout) {
      const entries = accesses.map((access, binding) => ({
        binding,
        visibility: COMPUTE,
        buffer: { type: TYPES[access] },
      }));
      layout = this.device.gpu.createBindGroupLayout({ entries });
      this.layouts.set(key, layout);
    }
    return layout;
  }

  /** Throws `EngineError` where the device refuses the kernel. */
  compile(label: string, accesses: readonly Access[], code: string): Promise<Kernel> {
    let kernel = this.kernels.get(code);
    if (!kernel) {
      kernel = this.compileNew(label, accesses, code);
      this.kernels.set(code, kernel);
    }
    return kernel;
  }

  private async compileNew(label: string, accesses: readonly Access[], code: string): Promise<Kernel> {
    const { gpu } = this.device;
    const layout = this.layout(accesses);
    // Caught, since what is wrong with the kernel is said where its pipeline is refused.
    gpu.pushErrorScope('validation');
    const module = gpu.createShaderModule({ code, label });
    gpu.popErrorScope().catch(() => {});
    try {
      const pipeline = await this.device.orLost(
        gpu.createComputePipelineAsync({
          layout: gpu.createPipelineLayout({ bindGroupLayouts: [layout] }),
          label,
          compute: { module, entryPoint: 'main' },
        }),
      );
      return { pipeline, layout };
    } catch (cause) {
      this.device.check();
      const { messages } = await module.getCompilationInfo();
      const error = messages.find(({ type }) => type === 'error');
      const reason = error ? `line ${error.lineNum}: ${error.message}` : (cause as Error).message;
      throw new EngineError(`this GPU refuses the kernel ${label}: ${reason}`, { cause });
    }
  }

  group(layout: GpuBindGroupLayout, bindings: readonly Binding[]): GpuBindGroup {
    const entries = bindings.map((given, binding) => ({
      binding,
      resource: 'buffer' in given ? given : { buffer: given },
    }));
    return this.device.gpu.createBindGroup({ layout, entries });
  }
}

/** Puts one launch of a kernel into a pass. */
export function launch(pass: GpuPass, kernel: Kernel, group: GpuBindGroup, x: number, y = 1, z = 1): void {
  pass.setPipeline(kernel.pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(x, y, z);
}
