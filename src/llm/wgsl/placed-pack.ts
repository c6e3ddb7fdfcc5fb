import type { RolePack } from '../../roles/pack.ts';
import type { Device } from './device.ts';
import type { GpuBindGroup, GpuBuffer } from './gpu.ts';
import { ROLE_THREADS } from './kernels/roles.ts';
import type { Binding } from './pipelines.ts';
import type { Matrix } from './weights.ts';

/** A role pack's steps on the GPU. */
export interface PlacedPack {
  /** Integers a block. */
  block: number;
  /** By the name of the weight that is edited. */
  edits: ReadonlyMap<string, PlacedEdit>;
  buffers: readonly GpuBuffer[];
}

export interface PlacedEdit {
  /** The words of the weight itself. */
  words: Binding;
  steps: Binding;
  offsets: Binding;
  /** Workgroups of the kernels that go over it. */
  across: number;
  /** Bind groups that were made of it: by direction, or by the edit that it replaces. */
  groups: Map<unknown, GpuBindGroup>;
}

/** Steps that are handed to the GPU's queue before it is waited for. */
const IN_FLIGHT = 16 * 1024 * 1024;

/** Puts a pack's steps on the GPU. Throws `EngineError` where they do not fit, with nothing left behind. */
export async function placePack(
  device: Device,
  pack: RolePack,
  matrices: ReadonlyMap<string, Matrix>,
): Promise<PlacedPack> {
  const buffers: GpuBuffer[] = [];
  const what = `the ${pack.role} pack`;
  const { queue } = device.gpu;
  let inFlight = 0;
  const store = async (bytes: Uint8Array) => {
    const buffer = device.storage(bytes.length, what);
    buffers.push(buffer);
    const whole = bytes.length - (bytes.length % 4);
    queue.writeBuffer(buffer, 0, bytes as Uint8Array<ArrayBuffer>, 0, whole);
    // A queue takes whole words; the last steps may end within one.
    if (whole < bytes.length) {
      const word = new Uint8Array(4);
      word.set(bytes.subarray(whole));
      queue.writeBuffer(buffer, whole, word);
    }
    inFlight += bytes.length;
    if (inFlight >= IN_FLIGHT) {
      await device.orLost(queue.onSubmittedWorkDone());
      inFlight = 0;
    }
    return buffer;
  };
  try {
    return await device.withinMemory(what, async () => {
      const edits = new Map<string, PlacedEdit>();
      for (const [name, { steps, offsets }] of pack.weights) {
        const bytes = new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength);
        edits.set(name, {
          words: wordsOf(matrices.get(name)!),
          steps: await store(steps),
          offsets: { buffer: await store(bytes), size: offsets.byteLength },
          across: Math.ceil((offsets.length - 1) / ROLE_THREADS),
          groups: new Map(),
        });
      }
      return { block: pack.block, edits, buffers };
    });
  } catch (error) {
    for (const buffer of buffers) buffer.destroy();
    throw error;
  }
}

/** The integers of a quantised matrix, without what pads their buffer. */
export function wordsOf({ words, rows, columns }: Matrix): Binding {
  return { buffer: words, size: (rows * columns) / 2 };
}
