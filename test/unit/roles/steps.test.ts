import { describe, expect, test } from 'vitest';
import { weightHash } from '../../../src/roles/hash.ts';
import { applySteps, encodeSteps, findFault, findOverflow } from '../../../src/roles/steps.ts';
import { integerAt } from '../../../src/weights/q4f16.ts';

/** Words that hold the given integers. */
function wordsOf(integers: number[]): Uint32Array {
  const words = new Uint32Array(Math.ceil(integers.length / 8));
  integers.forEach((integer, i) => {
    words[i >> 3] |= integer << ((i & 7) * 4);
  });
  return words;
}

const deltasOf = (length: number, changes: Record<number, number>) =>
  Int8Array.from({ length }, (_, i) => changes[i] ?? 0);

describe('the byte stream is the one that the format describes', () => {
  test('bit 7 is the sign, the rest the gap from the last position; a block starts from its first integer', () => {
    const { steps, offsets } = encodeSteps(deltasOf(32, { 0: 1, 3: -1, 15: 1, 16: -1, 20: 1 }), 16);
    expect([...steps]).toEqual([0, 3 | 128, 12, 0 | 128, 4]);
    expect([...offsets]).toEqual([0, 3, 5]);
  });

  test('127 advances without a step, and changes by more than one repeat with gap 0', () => {
    const { steps } = encodeSteps(deltasOf(512, { 126: 2, 253: -1, 508: -2 }), 512);
    expect([...steps]).toEqual([126, 0, 127, 128, 127, 127, 1 | 128, 128]);
  });

  test('a block without changes has no bytes, and the last block may be short', () => {
    const { steps, offsets } = encodeSteps(deltasOf(40, { 39: 1 }), 16);
    expect([...offsets]).toEqual([0, 0, 0, 1]);
    expect([...steps]).toEqual([7]);
  });
});

test('applying gives every integer its change, and undoing gives the old words', () => {
  const length = 5000;
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % below;
  };
  const before = Array.from({ length }, () => random(16));
  const after = before.map((integer) => (random(4) ? integer : random(16)));
  const deltas = Int8Array.from(after, (integer, i) => integer - before[i]);
  const words = wordsOf(before);
  const steps = encodeSteps(deltas, 512);
  expect(findFault(steps, length, 512)).toBeNull();
  expect(findOverflow(words, steps, 512, 1)).toBe(-1);
  applySteps(words, steps, 512, 1);
  expect(after.map((_, i) => integerAt(words, i))).toEqual(after);
  expect(findOverflow(words, steps, 512, -1)).toBe(-1);
  applySteps(words, steps, 512, -1);
  expect(words).toEqual(wordsOf(before));
});

describe('an edit that would leave 0…15 is found before it is made', () => {
  test.each<[string, number[], Record<number, number>, 1 | -1, number]>([
    ['above', [1, 15, 3, 4, 5, 6, 7, 8], { 1: 1 }, 1, 1],
    ['below', [1, 2, 3, 0, 5, 6, 7, 8], { 0: 1, 3: -1 }, 1, 3],
    ['by more than one', [1, 14, 3, 4, 5, 6, 7, 8], { 1: 2 }, 1, 1],
    ['undoing', [0, 2, 3, 4, 5, 6, 7, 8], { 0: 1 }, -1, 0],
    ['not at all', [14, 1, 3, 4, 5, 6, 7, 15], { 0: 1, 1: -1, 7: -1 }, 1, -1],
  ])('%s', (_, integers, changes, direction, position) => {
    expect(findOverflow(wordsOf(integers), encodeSteps(deltasOf(8, changes), 8), 8, direction)).toBe(
      position,
    );
  });
});

describe('a stream that does not keep to the format is found', () => {
  const fault = (steps: number[], offsets: number[]) =>
    findFault({ steps: Uint8Array.from(steps), offsets: Uint32Array.from(offsets) }, 32, 16);
  test.each<[string, number[], number[], RegExp | null]>([
    ['sound', [0, 15, 128], [0, 2, 3], null],
    ['too few offsets', [0], [0, 1], /2 offsets where 3/],
    ['offsets that do not begin at 0', [0, 0], [1, 1, 2], /do not span/],
    ['offsets that end early', [0, 0], [0, 1, 1], /do not span/],
    ['falling offsets', [0, 0], [0, 3, 2], /fall at block 0/],
    ['a step into the next block', [10, 6], [0, 2, 2], /step 1 leaves block 0/],
    ['an advance out of the block', [127], [0, 1, 1], /step 0 leaves block 0/],
    ['an advance with a sign', [255], [0, 1, 1], /advance with a sign/],
    ['a step that takes back the one before', [3, 128], [0, 2, 2], /takes back/],
  ])('%s', (_, steps, offsets, message) => {
    if (message) expect(fault(steps, offsets)).toMatch(message);
    else expect(fault(steps, offsets)).toBeNull();
  });
});

test('the hash is the documented sum, and depends on where every word stands', () => {
  // Worked out apart from this code, in Python, from the formula h_k = Σ_i mix(w_i XOR mix(4·i + k)) mod 2³².
  expect(weightHash(Uint32Array.of())).toBe('0'.repeat(32));
  expect(weightHash(Uint32Array.of(0x77777777, 1, 0xffffffff))).toBe('2a471ea2a56abb7a53ddf634109d56bf');
  expect(weightHash(Uint32Array.of(1, 2))).not.toBe(weightHash(Uint32Array.of(2, 1)));
});
