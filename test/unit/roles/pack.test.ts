import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildEdit } from '../../../src/roles/build.ts';
import { readRolePack, writeRolePack } from '../../../src/roles/pack.ts';
import { applySteps } from '../../../src/roles/steps.ts';
import { fromHalf } from '../../../src/weights/f16.ts';
import { dequantise, integerAt, quantise } from '../../../src/weights/q4f16.ts';
import { parseSafetensors, type Safetensors, writeSafetensors } from '../../../src/weights/safetensors.ts';
import { fixture } from '../pack/fixture.ts';

const file = new Uint8Array(readFileSync(fixture('packed/roles/coder.safetensors')));
const LAYER = 'model.layers.1.mlp.down_proj';

test('a pack says what it is for and comes back as it was written', () => {
  const pack = readRolePack(file);
  expect(pack).toMatchObject({
    role: 'coder',
    base: 'tiny-random',
    rank: 4,
    alpha: 8,
    promptHash: 'golden',
    block: 4096,
  });
  expect(pack.weights.get(LAYER)).toMatchObject({ shape: [64, 64] });
  expect(writeRolePack(pack)).toEqual(file);
});

describe('building', () => {
  const random = (seed: number) => {
    let state = seed;
    return Float32Array.from({ length: 64 * 64 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32 - 0.5;
    });
  };
  const weights = random(1);
  const base = quantise(weights, 64, 64);

  test('the edited integers are those nearest to the merged weights, 15 included', () => {
    const merged = weights.map((weight, i) => weight + random(2)[i] / 4);
    const edit = buildEdit(base, merged, 512)!;
    const words = base.words.slice();
    applySteps(words, edit, 512, 1);
    const integers = merged.map((_, i) => integerAt(words, i));
    const nearest = merged.map((weight, i) =>
      Math.min(15, Math.max(0, Math.round(weight / fromHalf(base.scales[i >> 5])) + 7)),
    );
    expect(integers).toEqual(nearest);
    expect(integers).toContain(15);
  });

  test('weights that did not change give no edit', () => {
    expect(buildEdit(base, weights)).toBeNull();
    expect(buildEdit(base, dequantise(base))).toBeNull();
  });
});

describe('a hostile or damaged pack is refused', () => {
  function changed(change: (pack: Safetensors) => void): Uint8Array {
    const pack = parseSafetensors(file.slice());
    change(pack);
    return writeSafetensors(pack);
  }
  const weightsOf = (pack: Safetensors) => JSON.parse(pack.metadata['weights']);
  const steps = (pack: Safetensors) => pack.tensors.get(`${LAYER}.steps`)!;

  test.each<[string, (pack: Safetensors) => void, RegExp]>([
    ['another kind of file', (pack) => delete pack.metadata['format'], /not a role pack/],
    ['no base', (pack) => delete pack.metadata['base_hash'], /no base_hash/],
    ['an odd block', (pack) => Object.assign(pack.metadata, { block: '4095' }), /not a multiple of 8/],
    ['weights that are no JSON', (pack) => Object.assign(pack.metadata, { weights: '{' }), /not JSON/],
    [
      'a weight without its steps',
      (pack) => pack.tensors.delete(`${LAYER}.steps`),
      /no model.layers.1.*steps/,
    ],
    [
      'a weight without hashes',
      (pack) => {
        const weights = weightsOf(pack);
        weights[LAYER] = { shape: [64, 64] };
        pack.metadata['weights'] = JSON.stringify(weights);
      },
      /without shape and hashes/,
    ],
    [
      'a smaller weight than its steps walk over',
      (pack) => {
        const weights = weightsOf(pack);
        weights[LAYER].shape = [32, 64];
        pack.metadata['weights'] = JSON.stringify(weights);
      },
      /down_proj is damaged: step \d+ leaves block 0/,
    ],
    [
      'a tensor that is not described',
      (pack) => pack.tensors.set('more', { dtype: 'U8', shape: [0], bytes: new Uint8Array() }),
      /does not name/,
    ],
    ['an advance with a sign', (pack) => steps(pack).bytes.fill(255), /is damaged: step 0 is an advance/],
    [
      'offsets past the end',
      (pack) => pack.tensors.get(`${LAYER}.offsets`)!.bytes.fill(255),
      /is damaged: its offsets do not span/,
    ],
  ])('%s', (_, change, message) => {
    expect(() => readRolePack(changed(change))).toThrow(message);
  });

  test('a file that was cut off', () => {
    expect(() => readRolePack(file.slice(0, -1))).toThrow(/the role pack cannot be read: .*cut off/);
  });
});
