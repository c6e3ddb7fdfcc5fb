import { parametersOf } from '../weights/manifest.ts';
import { type Repository, readTensors } from '../weights/repository.ts';
import { type KernelChoice as CpuKernels, loadCpuExecutor } from './cpu/executor.ts';
import { DeviceLostError, EngineError } from './errors.ts';
import type { Executor } from './executor.ts';
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
  /** `auto` takes the fastest on a GPU and `cpu` where there is none; kernels by name, as a run records them. */
  executor?: string;
  /** `navigator.gpu`; null where there is none. */
  gpu?: Gpu | null;
  choices?: KeptChoices;
  /** Of the `cpu` executor: `auto` takes SIMD where the machine has it. */
  kernels?: CpuKernels;
  /** Told why the GPU was not used where `auto` fell back on `cpu`. */
  onGpuFailure?: (error: Error) => void;
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
  repository: Repository,
  options: ExecutorOptions,
  signal?: AbortSignal,
): Promise<Executor> {
  const { executor = 'auto', gpu = null } = options;
  const asked = choiceOf(executor);
  if (executor.startsWith('cpu')) return openCpu(repository, options, signal);
  if (executor !== 'auto' && executor !== 'wgsl' && !asked)
    throw new EngineError(`there is no executor ${executor}; choose auto, cpu or wgsl`);
  if (executor !== 'auto') return openNamed(repository, asked, options, signal);
  const device = await openDevice(gpu).catch(() => null);
  if (!device || device.software) {
    device?.gpu.destroy();
    return openCpu(repository, options, signal);
  }
  try {
    return await openGpu(repository, device, null, options, signal);
  } catch (error) {
    device.gpu.destroy();
    const gpuFailed = error instanceof EngineError || error instanceof DeviceLostError;
    if (!gpuFailed || parametersOf(repository.manifest) > SMALL) throw error;
    options.onGpuFailure?.(error);
    return openCpu(repository, options, signal);
  }
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
  const key = `${repository.manifest.baseHash} ${device.name} ${executor}`;
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
