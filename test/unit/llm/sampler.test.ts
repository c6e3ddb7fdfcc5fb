import { describe, expect, test } from 'vitest';
import { maskOf, Sampler, type SamplingOptions } from '../../../src/llm/sampler.ts';

const defaults: SamplingOptions = { seed: 1, temperature: 1, topP: 1, topK: 0, repetitionPenalty: 1 };
/** Logits of the probabilities 0.5, 0.3, 0.15, 0.05. */
const logits = () => Float32Array.from([0.15, 0.5, 0.05, 0.3], Math.log);

/** Draws many tokens and compares how often each came. */
function expectShares(options: Partial<SamplingOptions>, wanted: number[]): void {
  const shares = [0, 0, 0, 0];
  const sampler = new Sampler({ ...defaults, ...options });
  for (let i = 0; i < 4000; i++) shares[sampler.sample(logits())] += 1 / 4000;
  const off = shares.map((share, token) => Math.abs(share - wanted[token]));
  expect(Math.max(...off), `shares ${shares}`).toBeLessThan(0.03);
}

test('tokens are drawn as often as their probabilities say', () => {
  expectShares({}, [0.15, 0.5, 0.05, 0.3]);
});

test('a lower temperature sharpens, 0 takes the likeliest', () => {
  expectShares({ temperature: 0.5 }, [0.062, 0.685, 0.007, 0.247]);
  expectShares({ temperature: 0 }, [0, 1, 0, 0]);
});

test('topK keeps the likeliest k, topP the fewest that hold p', () => {
  expectShares({ topK: 2 }, [0, 0.625, 0, 0.375]);
  expectShares({ topP: 0.6 }, [0, 0.625, 0, 0.375]);
  expectShares({ topP: 0.01 }, [0, 1, 0, 0]);
  expectShares({ topK: 3, topP: 0.5 }, [0, 1, 0, 0]);
});

test('topP of a large vocabulary keeps what sorting all of it would keep', () => {
  // Zipf's law: a long tail, which must not be kept, and many equals.
  const many = Float32Array.from(
    { length: 20_000 },
    (_, i) => -Math.log(1 + Math.floor(((i * 7919) % 20_000) / 3)),
  );
  const total = many.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const sorted = [...many.keys()].sort((a, b) => many[b] - many[a] || a - b);
  for (const topP of [0.5, 0.9, 0.999]) {
    let held = 0;
    const last = sorted.findIndex((token) => {
      held += Math.exp(many[token]) / total;
      return held >= topP;
    });
    const nucleus = new Set(sorted.slice(0, last + 1));
    const sampler = new Sampler({ ...defaults, topP });
    const drawn = new Set(Array.from({ length: 300 }, () => sampler.sample(many)));
    expect([...drawn].filter((token) => !nucleus.has(token))).toEqual([]);
    expect(Math.max(...[...drawn].map((token) => sorted.indexOf(token)))).toBeGreaterThan(last / 3);
  }
});

test('masks leave the allowed tokens their shares, and are obeyed by all of topK, topP and the likeliest', () => {
  const without = maskOf(4, (token) => token !== 1);
  const shares = [0, 0, 0, 0];
  const sampler = new Sampler(defaults);
  for (let i = 0; i < 4000; i++) shares[sampler.sample(logits(), without)] += 1 / 4000;
  expect(shares[1]).toBe(0);
  expect(shares[3]).toBeCloseTo(0.6, 1);
  const only = maskOf(4, (token) => token === 2);
  for (const options of [{ topK: 3 }, { topP: 0.9 }, { temperature: 0 }, { repetitionPenalty: 3 }])
    expect(new Sampler({ ...defaults, ...options }).sample(logits(), without, only)).toBe(2);
});

test('a token that was not drawn can be counted for the penalty', () => {
  const sampler = new Sampler({ ...defaults, temperature: 0, repetitionPenalty: 2 });
  sampler.note(0);
  expect(sampler.sample(Float32Array.of(3, 2))).toBe(1);
});

test('of equals the lower token is the likelier', () => {
  expect(new Sampler({ ...defaults, temperature: 0 }).sample(Float32Array.of(1, 2, 2))).toBe(1);
  expect(new Sampler({ ...defaults, topK: 1 }).sample(Float32Array.of(1, 2, 2))).toBe(1);
});

test('the repetition penalty holds back what was generated, of either sign', () => {
  const greedy = (values: number[]) => {
    const sampler = new Sampler({ ...defaults, temperature: 0, repetitionPenalty: 2 });
    return [1, 2, 3].map(() => sampler.sample(Float32Array.from(values)));
  };
  expect(greedy([3, 2, 1.6])).toEqual([0, 1, 2]);
  expect(greedy([-1, -1.5, -2.5])).toEqual([0, 1, 0]);
});

test('a seed always gives the same draws, another seed others', () => {
  const drawn = (seed: number) => {
    const sampler = new Sampler({ ...defaults, seed });
    return Array.from({ length: 20 }, () => sampler.sample(logits())).join('');
  };
  expect(drawn(5)).toBe(drawn(5));
  expect(drawn(5)).not.toBe(drawn(6));
  expect(drawn(0)).not.toBe(drawn(2 ** 32 - 1));
});

describe('logits that are no numbers', () => {
  test.each([[[Number.NaN, 1]], [[1, Number.NaN, 2]]])('%j are refused', (values) => {
    expect(() => new Sampler(defaults).sample(Float32Array.from(values))).toThrow('no usable numbers');
  });
});
