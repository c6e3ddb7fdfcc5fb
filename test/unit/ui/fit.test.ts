import { expect, test } from 'vitest';
import type { DeviceFacts } from '../../../src/ui/models/device.ts';
import { fitOf } from '../../../src/ui/models/fit.ts';
import { KNOWN_MODELS } from '../../../src/weights/known-models.ts';

const model = (id: string) => KNOWN_MODELS.find((known) => known.id === id)!;
const seven = model('Qwen2.5-Coder-7B-Instruct-q4f16_1-MLC');
const half = model('Qwen2.5-Coder-0.5B-Instruct-q4f16_1-MLC');
const gpu = { name: 'nvidia ada', software: false, halves: true, largest: 2 ** 31 };
const device = (changes: Partial<NonNullable<DeviceFacts['gpu']>> = {}, memory: number | null = null) => ({
  gpu: { ...gpu, ...changes },
  memory,
});

test('a GPU with room runs it, as far as the browser tells', () => {
  expect(fitOf(seven, device(), 20e9).runs).toBe('yes');
  expect(fitOf(seven, device({}, 16 * 2 ** 30), null).runs).toBe('yes');
});

test('without a GPU small models run slowly and large ones not at all, with the reason', () => {
  for (const without of [{ gpu: null, memory: null }, device({ software: true })]) {
    expect(fitOf(half, without, null)).toEqual({ runs: 'slow', why: 'slowly, on the processor alone' });
    expect(fitOf(seven, without, null)).toEqual({ runs: 'no', why: 'needs a GPU' });
  }
});

test('too little storage, memory or buffer is named in bytes', () => {
  expect(fitOf(seven, device(), 2e9).why).toMatch(/no room: 4\.28 GB to keep.* 2\.00 GB left/);
  expect(fitOf(seven, device({}, 4 * 2 ** 30), null).why).toMatch(/needs 5\.11 GB.*has 4\.29 GB/);
  expect(fitOf(seven, device({ largest: 2 ** 27 }), null).why).toMatch(
    /has 272\.5 MB; this GPU takes 134\.2 MB/,
  );
});

test('a GPU without shader-f16 runs halves on our own kernels', () => {
  expect(fitOf(seven, device({ halves: false }), null)).toMatchObject({
    runs: 'yes',
    why: expect.stringContaining('shader-f16'),
  });
  const singles = model('Qwen2.5-Coder-7B-Instruct-q4f32_1-MLC');
  expect(fitOf(singles, device({ halves: false }), null)).toEqual({ runs: 'yes', why: 'runs' });
});
