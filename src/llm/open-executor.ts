import { parametersOf } from '../weights/manifest.ts';
import { type AnyRepository, type Repository, readTensors } from '../weights/repository.ts';
import { type KernelChoice as CpuKernels, loadCpuExecutor } from './cpu/executor.ts';
import { EngineError } from './errors.ts';
import type { Executor } from './executor.ts';
import { nameOf as mlcName, passesNamed } from './mlc/choice.ts';
import type { MlcOptions, Passes } from './mlc/model.ts';
import { isOfDevice, openFasterMlc, openMlc } from './open-mlc.ts';
import { type Device, openDevice } from './wgsl/device.ts';
import { GpuModel } from './wgsl/executor.ts';
import type { Gpu } from './wgsl/gpu.ts';
import { choiceOf, type KernelChoice, nameOf } from './wgsl/kernels/choice.ts';
import { fastestChoice, measure } from './wgsl/measure.ts';

/** Where the choice for a model and an adapter is kept. What cannot be read or written is as if it were not there. */
export interface KeptChoices {
  get(key: string): Promise<string | undefined>;
  set(key: string, kernels: string): Promise<void>;
}

export interface ExecutorOptions {
  /**
   * `auto` takes the fastest on a GPU and `cpu` where there is none; `cpu`, `wgsl`, `mlc`, or kernels by name, as a run
   * records them.
   */
  executor?: string;
  /** How to run the model in its compiled library; absent where it has none. */
  mlc?: Pick<MlcOptions, 'host' | 'library' | 'contextLength'> | undefined;
  /** `navigator.gpu`; null where there is none. */
  gpu?: Gpu | null;
  choices?: KeptChoices;
  /** Of the `cpu` executor: `auto` takes SIMD where the machine has it. */
  kernels?: CpuKernels;
  /** Told why the GPU was not used where `auto` fell back on `cpu`. */
  onGpuFailure?: (error: Error) => void;
  /** Told why the compiled library was not used where `auto` fell back on kernels of our own. */
  onLibraryFailure?: (error: Error) => void;
  /** Told how many bytes of weights have been read and checked, of how many. */
  onProgress?: (done: number, total: number) => void;
}

/** Up to so many weights `cpu` is fast enough to stand in for a GPU, and worth comparing with one. */
const SMALL = 50e6;
/** Milliseconds of `measure` on `cpu` that need no GPU: compiling for one would take longer than it could save. */
const ENOUGH = 100;

/**
 * Loads a repository's weights into the executor that is asked for. Rejects with `WeightsError`, `EngineError` or
 * `DeviceLostError`.
 */
export async function openExecutor(
  any: AnyRepository,
  options: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  const { executor = 'auto', gpu = null } = options;
  const passes = passesNamed(executor);
  if (executor === 'mlc' || passes) return openLibrary(any, passes, options, signal);
  // What our own kernels do not know runs in its library or not at all.
  if (executor === 'auto' && !any.config.model && options.mlc) return openLibrary(any, null, options, signal);
  const repository = ofOwnKernels(any);
  const asked = choiceOf(executor);
  if (executor.startsWith('cpu')) return openCpu(repository, options, signal);
  if (executor !== 'auto' && executor !== 'wgsl' && !asked)
    throw new EngineError(
      `there is no executor ${executor}; choose auto, cpu or wgsl, or mlc where a model has a compiled library`,
    );
  if (executor !== 'auto') return openNamed(repository, asked, options, signal);
  const device = await openDevice(gpu).catch(() => null);
  if (!device || device.software) {
    device?.gpu.destroy();
    return openCpu(repository, options, signal);
  }
  const library = options.mlc && (await tryLibrary(repository, device.name, options, signal));
  if (library) {
    device.gpu.destroy();
    return library;
  }
  try {
    return await openGpu(repository, device, null, options, signal);
  } catch (error) {
    device.gpu.destroy();
    if (!isOfDevice(error) || parametersOf(repository.manifest) > SMALL) throw error;
    options.onGpuFailure?.(error);
    return openCpu(repository, options, signal);
  }
}

/** Throws `EngineError` for a family that our own kernels are not of. */
function ofOwnKernels(repository: AnyRepository): Repository {
  const { config } = repository;
  const { model, type } = config;
  if (model) return { ...repository, config: { ...config, model } };
  throw new EngineError(
    `our own kernels run Qwen2 and Qwen3 alone, and this is ${type}: bring it with its compiled library and choose mlc`,
  );
}

async function openNamed(
  repository: Repository,
  asked: KernelChoice | null,
  options: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  const device = await openDevice(options.gpu ?? null);
  if (!device) throw new EngineError('this browser offers no WebGPU adapter; choose the cpu executor');
  try {
    return await openGpu(repository, device, asked, options, signal);
  } catch (error) {
    device.gpu.destroy();
    throw error;
  }
}

/** In the compiled library, as asked for by name. */
async function openLibrary(
  repository: AnyRepository,
  passes: Passes | null,
  options: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  const { mlc, gpu = null, onProgress } = options;
  if (!mlc) throw new EngineError('this model has no compiled library; choose auto, cpu or wgsl');
  const ways = { ...mlc, gpu, ...(onProgress && { onProgress }) };
  if (passes) return openMlc(repository, passes, ways, signal);
  return (await openFasterMlc(repository, null, ways, signal))!.executor;
}

/**
 * In the compiled library where that is fastest, as it was when it was first measured against kernels of our own; null
 * where these are to be taken. The choice is kept either way.
 */
async function tryLibrary(
  repository: Repository,
  deviceName: string,
  options: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor | null> {
  const { mlc, gpu = null, choices, onProgress } = options;
  const ways = { ...mlc!, gpu, ...(onProgress && { onProgress }) };
  const key = keyOf(repository, deviceName, 'auto');
  const kept = await choices?.get(key);
  const passes = kept === undefined ? null : passesNamed(kept);
  if (kept !== undefined && !passes) return null;
  const own = passes ? null : await measureOwn(repository, gpu, signal);
  // What could not be compared is not measured again either.
  if (own) await choices?.set(key, nameOf(own.choice));
  try {
    if (passes) return await openMlc(repository, passes, ways, signal);
    const found = await openFasterMlc(repository, own, ways, signal);
    if (found) await choices?.set(key, mlcName(found.passes));
    return found?.executor ?? null;
  } catch (error) {
    if (!isOfDevice(error)) throw error;
    options.onLibraryFailure?.(error);
    return null;
  }
}

/** The fastest of our own kernels; null where the GPU cannot run any. All memory is given back. */
async function measureOwn(repository: Repository, gpu: Gpu | null, signal?: AbortSignal) {
  const device = await openDevice(gpu);
  try {
    if (!device) return null;
    const tensors = readTensors(repository, undefined, signal);
    return await fastestChoice(await GpuModel.load(device, repository.config.model, tensors));
  } catch (error) {
    if (isOfDevice(error)) return null;
    throw error;
  } finally {
    device?.gpu.destroy();
  }
}

function keyOf({ manifest }: Repository, deviceName: string, executor: string): string {
  return `${manifest.baseHash} ${deviceName} ${executor}`;
}

function openCpu(
  repository: Repository,
  { kernels, onProgress }: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  return loadCpuExecutor(repository, kernels, onProgress, signal);
}

/** On the GPU with the kernels asked for, with those kept from an earlier measurement, or with the fastest. */
async function openGpu(
  repository: Repository,
  device: Device,
  asked: KernelChoice | null,
  options: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  const { executor = 'auto', choices, onProgress } = options;
  const key = keyOf(repository, device.name, executor);
  const kept = asked ? undefined : await choices?.get(key);
  if (kept?.startsWith('cpu') && executor === 'auto') {
    device.gpu.destroy();
    return openCpu(repository, options, signal);
  }
  const takeCpu = async (cpu: Executor) => {
    device.gpu.destroy();
    await choices?.set(key, cpu.kernels);
    return cpu;
  };
  const small = parametersOf(repository.manifest) <= SMALL;
  const cpu =
    executor === 'auto' && kept === undefined && small ? await openCpu(repository, options, signal) : null;
  const cpuMs = cpu ? (await measure(cpu)).ms : Number.POSITIVE_INFINITY;
  if (cpu && cpuMs < ENOUGH) return takeCpu(cpu);
  const tensors = readTensors(repository, onProgress, signal);
  const model = await GpuModel.load(device, repository.config.model, tensors);
  const known = asked ?? (kept ? choiceOf(kept) : null);
  if (known) return model.executor(known);
  const { choice, ms } = await fastestChoice(model);
  if (cpu && cpuMs < ms) return takeCpu(cpu);
  cpu?.dispose();
  await choices?.set(key, nameOf(choice));
  return model.executor(choice);
}
