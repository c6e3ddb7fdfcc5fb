import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addUpdate, type LowRank } from '../../../src/roles/adapter.ts';
import { EditBuilder } from '../../../src/roles/build.ts';
import { dither } from '../../../src/roles/dither.ts';
import { weightHash } from '../../../src/roles/hash.ts';
import {
  type EditedWeight,
  type RolePack,
  RolePackError,
  readRolePack,
  writeRolePack,
} from '../../../src/roles/pack.ts';
import { applySteps, findFault, findOverflow } from '../../../src/roles/steps.ts';
import { Random } from '../../../src/studio/family/random.ts';
import { integerAt, type Quantised, quantise, scaleAt } from '../../../src/weights/q4f16.ts';
import { fixture } from '../pack/fixture.ts';

const random = new Random('roles');
const real = (spread: number) => (random.next() / 2 ** 31 - 1) * spread;
const floats = (length: number, spread: number) => Float32Array.from({ length }, () => real(spread));

interface Trial {
  weights: Float32Array;
  base: Quantised;
  update: LowRank;
  block: number;
}

/** A weight of any shape with an update of any rank and strength, some groups all zeros. */
function trial(): Trial {
  const rows = random.int(1, 40);
  const columns = 32 * random.int(1, 6);
  const rank = random.pick([1, 2, 3, 4, 5, 8, 31, 32]);
  const weights = floats(rows * columns, 0.1);
  if (random.chance(0.3)) weights.fill(0, 0, 32);
  const strength = random.pick([1e-4, 1e-2, 1]);
  const update = {
    ...{ rank, scale: real(2), inputs: columns, outputs: rows },
    a: floats(rank * columns, strength),
    b: floats(rows * rank, 1),
  };
  return { weights, base: quantise(weights, rows, columns), update, block: 8 * random.int(1, 600) };
}

function packOf(weight: EditedWeight, block: number): RolePack {
  const names = { role: 'coder', base: 'model', baseHash: 'b', adapterHash: 'a', promptHash: '' };
  return { ...names, rank: 1, alpha: 1, block, weights: new Map([['layer', weight]]) };
}

test('of any shape, rank and strength, a pack survives its file, edits what it says and is undone exactly', () => {
  let saturated = 0;
  for (let i = 0; i < 150; i++) {
    const { weights, base, update, block } = trial();
    const merged = weights.slice();
    addUpdate(merged, update);
    const builder = new EditBuilder(base, block);
    // In two parts, as a large weight comes.
    const cut = base.columns * random.int(0, base.rows);
    builder.round(0, merged.subarray(0, cut));
    builder.round(cut / base.columns, merged.subarray(cut));
    const built = builder.finish();
    if (!built) continue;
    const pack = readRolePack(writeRolePack(packOf(built, block)));
    const weight = pack.weights.get('layer')!;
    expect(findFault(weight, merged.length, block)).toBeNull();
    const words = base.words.slice();
    expect(findOverflow(words, weight, block, 1)).toBe(-1);
    applySteps(words, weight, block, 1);
    expect(weightHash(words)).toBe(weight.editedHash);
    for (const [position, value] of merged.entries()) {
      const scale = scaleAt(base, position >> 5);
      const nearest = Math.min(15, Math.max(0, Math.floor(value / scale + 0.5) + 7));
      const wanted = scale === 0 ? integerAt(base.words, position) : nearest;
      expect(integerAt(words, position)).toBe(wanted);
      if (wanted === 0 || wanted === 15) saturated++;
    }
    applySteps(words, weight, block, -1);
    expect(words).toEqual(base.words);
    expect(weightHash(words)).toBe(weight.baseHash);
  }
  expect(saturated).toBeGreaterThan(1000);
});

test('the four ranks that are added at a time sum like one after the other', () => {
  for (let i = 0; i < 40; i++) {
    const { weights, update } = trial();
    const { rank, scale, a, b, inputs, outputs } = update;
    const wanted = weights.slice();
    for (let o = 0; o < outputs; o++) {
      for (let column = 0; column < inputs; column++) {
        let sum = 0;
        for (let r = 0; r < rank; r++) sum += b[o * rank + r] * a[r * inputs + column];
        wanted[o * inputs + column] += scale * sum;
      }
    }
    const from = random.int(0, outputs - 1);
    const part = weights.slice(from * inputs);
    addUpdate(part, update, from);
    expect(part).toEqual(wanted.subarray(from * inputs));
  }
});

test('the dither keeps a change that rounding would lose, on average, and stays within 0…15', () => {
  const columns = 32 * 64;
  const base = quantise(floats(64 * columns, 0.1), 64, columns);
  // A tenth of a step, everywhere upwards.
  const change = Float32Array.from({ length: 64 * columns }, (_, i) => scaleAt(base, i >> 5) / 10);
  const builder = new EditBuilder(base);
  builder.dither(0, change, 3);
  const edit = builder.finish()!;
  const words = base.words.slice();
  applySteps(words, edit, 4096, 1);
  const moved = change.reduce((sum, _, i) => sum + integerAt(words, i) - integerAt(base.words, i), 0);
  expect(moved / change.length).toBeCloseTo(0.1, 2);
  applySteps(words, edit, 4096, -1);
  expect(words).toEqual(base.words);
});

test('dither numbers are uniform and differ by seed', () => {
  const [one, two] = [dither(1), dither(2)];
  const shares = Array(10).fill(0);
  for (let position = 0; position < 20_000; position++) shares[Math.floor(one(position) * 10)] += 1 / 20_000;
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(0.015);
  expect(one(5)).not.toBe(two(5));
});

test('no damage to a pack file goes through: it is refused by name, or reads as the same pack', () => {
  const file = new Uint8Array(readFileSync(fixture('packed/roles/coder.safetensors')));
  const header = new DataView(file.buffer, file.byteOffset).getUint32(0, true) + 8;
  const whole = readRolePack(file);
  let refused = 0;
  for (let i = 0; i < 600; i++) {
    const damaged = file.slice(0, random.chance(0.2) ? random.int(0, file.length) : file.length);
    for (let hits = random.int(1, 4); hits > 0; hits--)
      damaged[random.int(0, header + 40)] = random.int(0, 255);
    try {
      const pack = readRolePack(damaged);
      // What can still be read keeps to the format, so that applying it is safe; its hashes tell it from the true one.
      for (const [name, weight] of pack.weights)
        expect(findFault(weight, weight.shape[0] * weight.shape[1], pack.block), name).toBeNull();
      expect(pack.weights.size).toBe(whole.weights.size);
    } catch (error) {
      expect(error).toBeInstanceOf(RolePackError);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(400);
});
