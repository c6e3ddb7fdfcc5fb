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
export async function copyTime(device: Device, bytes: number): Promise<number> {
  const [from, to] = [device.storage(bytes, 'a copy'), device.storage(bytes, 'a copy')];
  const ms = await best(TRIES, async () => {
    const encoder = device.gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, Math.floor(bytes / 4) * 4);
    device.gpu.queue.submit([encoder.finish()]);
    await device.gpu.queue.onSubmittedWorkDone();
  });
  for (const buffer of [from, to]) buffer.destroy();
  return ms;
}

/** Milliseconds of writing so many bytes to the device from the page, the best of some tries. */
export async function writeTime(device: Device, bytes: number): Promise<number> {
  const to = device.storage(bytes, 'what is written');
  const data = new Uint8Array(Math.floor(bytes / 4) * 4);
  const ms = await best(TRIES, async () => {
    device.gpu.queue.writeBuffer(to, 0, data);
    await device.gpu.queue.onSubmittedWorkDone();
  });
  to.destroy();
  return ms;
}

/** The best of some tries counts, since other work on the machine only ever slows one down. */
export async function best(tries: number, work: () => Promise<void>): Promise<number> {
  let ms = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const start = performance.now();
    await work();
    ms = Math.min(ms, performance.now() - start);
  }
  return ms;
}
