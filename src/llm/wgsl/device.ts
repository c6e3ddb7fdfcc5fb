import { DeviceLostError, EngineError } from '../errors.ts';
import { type Gpu, type GpuAdapterInfo, type GpuBuffer, type GpuDevice, MAP_READ, USAGE } from './gpu.ts';
import { Pipelines } from './pipelines.ts';

/** A device with what the kernels need to know of it. Every buffer of the engine comes from here. */
export class Device {
  /** Why the device is no longer there, once it is not. */
  private lost: DeviceLostError | null = null;
  /** The first command that the device refused: what was computed since is not to be trusted. */
  private refused: EngineError | null = null;
  private readonly gone: Promise<never>;
  readonly pipelines = new Pipelines(this);

  constructor(
    readonly gpu: GpuDevice,
    readonly info: GpuAdapterInfo,
    /** Whether WGSL's `f16` may be used. */
    readonly halves: boolean,
    /** The fewest lanes of a subgroup; 0 where there are no subgroups. */
    readonly subgroupSize: number,
  ) {
    this.gone = gpu.lost.then(({ reason, message }) => {
      this.lost = new DeviceLostError(reason, message);
      throw this.lost;
    });
    // Whoever waits for the GPU hears of it; nobody has to.
    this.gone.catch(() => {});
    gpu.addEventListener('uncapturederror', ({ error }) => {
      this.refused ??= new EngineError(`the GPU refused a command: ${error.message}; load the model again`);
    });
  }

  /** Whether there is no GPU behind it. */
  get software(): boolean {
    return this.info.isFallbackAdapter === true;
  }

  /** For people, e.g. `nvidia ada` or `google swiftshader (software)`. */
  get name(): string {
    const { vendor, architecture, description } = this.info;
    const name = [vendor, architecture].filter(Boolean).join(' ') || description || 'unnamed GPU';
    return this.software ? `${name} (software)` : name;
  }

  /** Throws `DeviceLostError` once the device is lost, `EngineError` once it has refused a command. */
  check(): void {
    const fault = this.lost ?? this.refused;
    if (fault) throw fault;
  }

  /** `promise`, or a `DeviceLostError` when the device is lost before. */
  async orLost<T>(promise: Promise<T>): Promise<T> {
    // Where it fails on a device that is lost already, the loss is what is said.
    promise.catch(() => {});
    this.check();
    return Promise.race([promise, this.gone]).catch((error) => {
      // A mapping is refused a moment before the loss is told.
      throw this.lost ?? error;
    });
  }

  /** Bytes of the largest buffer that kernels can use. */
  get largest(): number {
    return Math.min(this.gpu.limits.maxBufferSize, this.gpu.limits.maxStorageBufferBindingSize);
  }

  /** A zeroed buffer of whole words, at least `bytes` long. Throws `EngineError` past what the device can bind. */
  storage(bytes: number, what: string): GpuBuffer {
    const size = Math.max(16, Math.ceil(bytes / 16) * 16);
    if (size > this.largest) {
      throw new EngineError(
        `${what} needs ${size} bytes on the GPU, which takes ${this.largest} at once; choose a smaller model or the cpu executor`,
      );
    }
    return this.gpu.createBuffer({ size, usage: USAGE.storage | USAGE.copySource | USAGE.copyTarget });
  }

  uniform(bytes: number): GpuBuffer {
    return this.gpu.createBuffer({
      size: Math.ceil(bytes / 16) * 16,
      usage: USAGE.uniform | USAGE.copyTarget,
    });
  }

  /** Runs `work`, which makes buffers, and throws `EngineError` when the GPU had no room for them. */
  async withinMemory<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    this.check();
    this.gpu.pushErrorScope('out-of-memory');
    const [outcome] = await Promise.allSettled([(async () => work())()]);
    const error = await this.orLost(this.gpu.popErrorScope());
    // Said before anything that `work` threw: it is the cause.
    if (error) throw new EngineError(`the GPU has no room for ${what}: ${error.message}`);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /** The first `bytes` of a buffer. */
  async read(buffer: GpuBuffer, bytes: number): Promise<ArrayBuffer> {
    const staging = this.gpu.createBuffer({
      size: Math.ceil(bytes / 16) * 16,
      usage: USAGE.mapRead | USAGE.copyTarget,
    });
    const encoder = this.gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, Math.ceil(bytes / 4) * 4);
    this.gpu.queue.submit([encoder.finish()]);
    await this.orLost(staging.mapAsync(MAP_READ));
    const copy = staging.getMappedRange(0, staging.size).slice(0, bytes);
    staging.destroy();
    return copy;
  }
}

/** The best adapter's device with the largest buffers that it allows; null where there is no WebGPU. */
export async function openDevice(gpu: Gpu | null): Promise<Device | null> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const features = ['shader-f16', 'subgroups'].filter((feature) => adapter.features.has(feature));
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredFeatures: features,
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const subgroupSize = features.includes('subgroups') ? (adapter.info.subgroupMinSize ?? 0) : 0;
  return new Device(device, adapter.info, features.includes('shader-f16'), subgroupSize);
}
