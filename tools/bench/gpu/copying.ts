import type { Device } from '../../../src/llm/wgsl/device.ts';

/** Bytes of the copies by which a device is judged: more than its caches hold, less than any device refuses. */
const BYTES = 96 * 1024 * 1024;
const TRIES = 8;

/** Bytes a second that the device moves when it copies, those read and those written counted both. */
export async function copyBandwidth(device: Device): Promise<number> {
  const ms = await copyTime(device, BYTES);
  return (2 * BYTES) / (ms / 1000);
}

/** Milliseconds of a copy on the device, the best of some tries. */
async function copyTime(device: Device, bytes: number): Promise<number> {
  const moving = moves(device, bytes);
  const ms = await best(TRIES, moving.copy);
  moving.free();
  return ms;
}

/** Copying so many bytes on the device, and writing them to it from the page. */
export function moves(device: Device, bytes: number) {
  const [from, to] = [device.storage(bytes, 'a copy'), device.storage(bytes, 'a copy')];
  const data = new Uint8Array(Math.floor(bytes / 4) * 4);
  const { queue } = device.gpu;
  return {
    async copy() {
      const encoder = device.gpu.createCommandEncoder();
      encoder.copyBufferToBuffer(from, 0, to, 0, data.length);
      queue.submit([encoder.finish()]);
      await queue.onSubmittedWorkDone();
    },
    async write() {
      queue.writeBuffer(to, 0, data);
      await queue.onSubmittedWorkDone();
    },
    free() {
      for (const buffer of [from, to]) buffer.destroy();
    },
  };
}

/** The best of some tries counts, since other work on the machine only ever slows one down. */
export async function best(tries: number, work: () => Promise<void>): Promise<number> {
  let ms = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) ms = Math.min(ms, await timed(work));
  return ms;
}

/** Milliseconds of some work. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
