import { EngineError } from '../errors.ts';
import type { GpuBuffer, GpuDevice } from '../wgsl/gpu.ts';

/**
 * Everything of web-llm that it does not promise: this file alone knows these names. The runtime below them is TVM's,
 * whose objects live in WebAssembly's memory until they are disposed of or their scope ends.
 */

/** Where a name is declared in web-llm's bundle, so that a test can tell which have moved in another version. */
interface InternalName {
  name: string;
  declared: RegExp;
  /** What 0.2.86 calls it, where that is something else; both are understood here. */
  later?: { name: string; declared: RegExp };
}

const field = (name: string): InternalName => ({
  name,
  declared: new RegExp(`this\\.${name.replaceAll('.', '\\.')} = `),
});
const method = (name: string): InternalName => ({
  name,
  declared: new RegExp(`^\\s+${name}\\(.*\\) \\{\\r?$`, 'm'),
});
const quoted = (name: string) => ({ name, declared: new RegExp(`["']${name.replaceAll('.', '\\.')}["']`) });

/** Every name that is used here, or that the runtime must know. */
export const INTERNAL_NAMES: readonly InternalName[] = [
  field('loadedModelIdToPipeline'),
  field('tvm'),
  field('vm'),
  field('params'),
  field('kvCache'),
  field('lib.webGPUContext'),
  method('beginScope'),
  method('endScope'),
  method('detachFromCurrentScope'),
  method('makeShapeTuple'),
  method('scalar'),
  method('empty'),
  method('webgpu'),
  method('getGlobalFunc'),
  method('getFunction'),
  method('gpuBufferFromPtr'),
  method('getDataPtr'),
  method('copyFrom'),
  method('view'),
  { ...method('ndarrayCacheGet'), later: method('tensorCacheGet') },
  { ...quoted('ndarray-cache.json'), later: quoted('tensor-cache.json') },
  quoted('vm.builtin.kv_state_add_sequence'),
  quoted('vm.builtin.kv_state_remove_sequence'),
  quoted('vm.builtin.kv_state_begin_forward'),
  quoted('vm.builtin.kv_state_end_forward'),
  quoted('create_tir_paged_kv_cache'),
  quoted('mlc-chat-config.json'),
  { name: 'caches.open', declared: /= yield caches\.open\(this\.scope\)/ },
  { name: 'cleanModelUrl', declared: /modelUrl \+= "resolve\/main\/"/ },
];

/** The files that web-llm asks for in a model's folder, whatever the repository calls them. */
export const MANIFEST_NAMES: readonly string[] = ['ndarray-cache.json', 'tensor-cache.json'];
/** What web-llm puts between a model's address and its files. */
export const FILES_BELOW = 'resolve/main/';

/** An object of the runtime. */
export interface Handle {
  dispose(): void;
}

/** An array of numbers of the runtime, here always on the GPU. */
export interface Tensor extends Handle {
  readonly shape: number[];
}

/** A function of the runtime or of the library. What it gives belongs to the scope that it is called in. */
export type Packed = (...args: (Handle | Scalar)[]) => unknown;

/** An integer as the runtime passes it; a plain number would be passed as a float. */
export interface Scalar {
  readonly value: number;
}

interface RawTensor extends Tensor {
  getDataPtr(): number;
  copyFrom(values: readonly number[]): RawTensor;
  view(shape: number[]): RawTensor;
}

interface Tvm {
  beginScope(): void;
  endScope(): void;
  detachFromCurrentScope<T>(object: T): T;
  makeShapeTuple(values: readonly number[]): Handle;
  scalar(value: number, type: string): Scalar;
  empty(shape: number[], type: string, device: unknown): RawTensor;
  webgpu(): unknown;
  getGlobalFunc(name: string): Packed & Handle;
  ndarrayCacheGet?(name: string): RawTensor;
  tensorCacheGet?(name: string): RawTensor;
  lib: { webGPUContext: { device: GpuDevice; gpuBufferFromPtr(pointer: number): GpuBuffer } };
}

interface Pipeline {
  tvm: Tvm;
  vm: { getFunction(name: string): Packed & Handle };
  params: Handle;
  kvCache: Handle;
}

/** TVM's runtime with one model loaded by web-llm. */
export class Runtime {
  private readonly tvm: Tvm;

  private constructor(private readonly pipeline: Pipeline) {
    this.tvm = pipeline.tvm;
  }

  /** The runtime in which an engine of web-llm has loaded a model. Throws `EngineError` where its names have moved. */
  static of(engine: object, model: string): Runtime {
    const { loadedModelIdToPipeline: loaded } = engine as {
      loadedModelIdToPipeline?: Map<string, Pipeline>;
    };
    const pipeline = loaded?.get(model);
    const { tvm, vm, params, kvCache } = pipeline ?? ({} as Partial<Pipeline>);
    const known = tvm && vm && params && kvCache && (tvm.ndarrayCacheGet ?? tvm.tensorCacheGet);
    if (!pipeline || !known || !tvm.lib?.webGPUContext)
      throw new EngineError(
        "web-llm's inner names have moved; install the version that this build was made with",
      );
    return new Runtime(pipeline);
  }

  get device(): GpuDevice {
    return this.tvm.lib.webGPUContext.device;
  }

  /** The library's weights, in its own order. */
  get parameters(): Handle {
    return this.pipeline.params;
  }

  /** Gives back web-llm's own keys and values, which nothing here uses. */
  freeOwnCache(): void {
    this.pipeline.kvCache.dispose();
  }

  /** Runs `work` and then disposes of all that the runtime gave it, but for what was `keep`-ed. */
  scope<T>(work: () => T): T {
    this.tvm.beginScope();
    try {
      return work();
    } finally {
      this.tvm.endScope();
    }
  }

  /** `object`, which outlives its scope from here on and is whoever's it is to dispose of. */
  keep<T>(object: T): T {
    return this.tvm.detachFromCurrentScope(object);
  }

  /** A function that the library exports, or that the runtime has under a global name. Outlives every scope. */
  function(name: string): Packed & Handle {
    return this.scope(() =>
      this.keep(name.includes('.') ? this.tvm.getGlobalFunc(name) : this.pipeline.vm.getFunction(name)),
    );
  }

  shape(...values: readonly number[]): Handle {
    return this.tvm.makeShapeTuple(values);
  }

  integer(value: number): Scalar {
    return this.tvm.scalar(value, 'int64');
  }

  /** i32`[values.length]` on the GPU. */
  integers(values: readonly number[]): Tensor {
    return this.tvm.empty([values.length], 'int32', this.tvm.webgpu()).copyFrom(values);
  }

  reshaped(tensor: Tensor, ...shape: readonly number[]): Tensor {
    return (tensor as RawTensor).view([...shape]);
  }

  /** The first of the tensors that a function of the library gave. */
  first(result: unknown): Tensor {
    return (result as { get(index: number): Tensor }).get(0);
  }

  buffer(tensor: Tensor): GpuBuffer {
    return this.tvm.lib.webGPUContext.gpuBufferFromPtr((tensor as RawTensor).getDataPtr());
  }

  /** Where a weight lies on the GPU. */
  weight(name: string): GpuBuffer {
    return this.scope(() => {
      const tensor = this.tvm.tensorCacheGet?.(name) ?? this.tvm.ndarrayCacheGet?.(name);
      if (!tensor) throw new EngineError(`the library has no weight ${name}`);
      return this.buffer(tensor);
    });
  }
}
