import { expect, test } from 'vitest';
import {
  brainFloatsToFloats,
  floatsToHalves,
  fromHalf,
  halvesToFloats,
  toHalf,
} from '../../../src/weights/f16.ts';
import { dequantise, integerAt, quantise } from '../../../src/weights/q4f16.ts';

const halves = Array.from({ length: 65536 }, (_, half) => half);

test('every half comes back from single precision as it was', () => {
  const numbers = halves.filter((half) => !Number.isNaN(fromHalf(half)));
  expect(numbers.filter((half) => toHalf(fromHalf(half)) !== half)).toEqual([]);
  expect(numbers).toHaveLength(65536 - 2 * 1023);
});

test('rounding to a half is to the nearest, ties to even', () => {
  const wrong = halves.slice(0, 0x7bff).filter((half) => {
    const [low, high] = [fromHalf(half), fromHalf(half + 1)];
    const middle = (low + high) / 2;
    const even = half % 2 === 0 ? half : half + 1;
    const nearby = (high - low) / 64;
    const rounded = [middle, middle - nearby, middle + nearby, -middle].map(toHalf);
    return `${rounded}` !== `${[even, half, half + 1, even | 0x8000]}`;
  });
  expect(wrong).toEqual([]);
});

test('what is too large for a half becomes infinite, and what is no number stays none', () => {
  expect([65504, 65519, 65520, 1e9, Number.POSITIVE_INFINITY].map(toHalf)).toEqual([
    0x7bff, 0x7bff, 0x7c00, 0x7c00, 0x7c00,
  ]);
  expect(fromHalf(toHalf(Number.NaN))).toBeNaN();
});

test('halves and brain floats are read little-endian', () => {
  expect(halvesToFloats(Uint8Array.of(0x00, 0x3c, 0x00, 0xc0))).toEqual(Float32Array.of(1, -2));
  expect(floatsToHalves([1, -2])).toEqual(Uint8Array.of(0x00, 0x3c, 0x00, 0xc0));
  expect(brainFloatsToFloats(Uint8Array.of(0x80, 0x3f, 0x40, 0xc0))).toEqual(Float32Array.of(1, -3));
});

test('q4f16_1: eight integers a word from the low bits up, one scale for 32, the largest at ±7', () => {
  const weights = Float32Array.from({ length: 64 }, (_, i) => (i < 32 ? i - 14 : 0));
  const packed = quantise(weights, 1, 64);
  expect(packed.scales).toEqual(Uint16Array.of(toHalf(Math.fround(17 / 7)), 0));
  const scale = fromHalf(packed.scales[0]);
  expect(integerAt(packed.words, 0)).toBe(Math.round(-14 / scale) + 7);
  expect(integerAt(packed.words, 31)).toBe(14);
  expect(packed.words[3] >>> 28).toBe(14);
  // A group of zeros is zero.
  expect(packed.words[4]).toBe(0x77777777);
  const error = dequantise(packed).map((value, i) => Math.abs(value - weights[i]));
  expect(Math.max(...error)).toBeLessThanOrEqual(scale / 2 + 1e-6);
});

test('inputs that do not fill their groups are refused', () => {
  expect(() => quantise(new Float32Array(48), 1, 48)).toThrow('groups of 32; got 48');
});
