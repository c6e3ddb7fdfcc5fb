import { expect, test } from 'vitest';
import { cacheCost } from '../../../../src/llm/mlc/memory.ts';
import { passesOf } from '../../../../src/llm/mlc/steps.ts';
import { smallShape } from '../random-model.ts';

const most = { tokens: 8, picks: 3 };

test('a step of few tokens is one pass, with logits after the last token of each sequence', () => {
  const inputs = [
    { sequence: 1, tokens: [10, 11] },
    { sequence: 2, tokens: [20] },
    { sequence: 3, tokens: [30, 31, 32], wanted: 0 },
  ];
  expect(passesOf(inputs, most)).toEqual([
    {
      parts: [
        { sequence: 1, tokens: [10, 11] },
        { sequence: 2, tokens: [20] },
        { sequence: 3, tokens: [30, 31, 32] },
      ],
      picks: [
        { at: 1, input: 0, row: 0 },
        { at: 2, input: 1, row: 0 },
      ],
    },
  ]);
});

test('more tokens than a pass takes go on in the next, in order', () => {
  const tokens = Array.from({ length: 19 }, (_, i) => i);
  const passes = passesOf([{ sequence: 1, tokens, wanted: 2 }], most);
  expect(passes.map(({ parts }) => parts.map((part) => part.tokens.length))).toEqual([[8], [8], [3]]);
  expect(passes.flatMap(({ parts }) => parts.flatMap((part) => part.tokens))).toEqual(tokens);
  expect(passes.map(({ picks }) => picks)).toEqual([
    [],
    [],
    [
      { at: 1, input: 0, row: 0 },
      { at: 2, input: 0, row: 1 },
    ],
  ]);
});

test('more logits than a pass gives come from several', () => {
  const inputs = [
    { sequence: 1, tokens: [1, 2], wanted: 2 },
    { sequence: 2, tokens: [3, 4], wanted: 2 },
  ];
  const passes = passesOf(inputs, most);
  expect(passes.map(({ parts }) => parts)).toEqual([
    [
      { sequence: 1, tokens: [1, 2] },
      { sequence: 2, tokens: [3] },
    ],
    [{ sequence: 2, tokens: [4] }],
  ]);
  expect(passes.map(({ picks }) => picks.map(({ input, row }) => [input, row]))).toEqual([
    [
      [0, 0],
      [0, 1],
      [1, 0],
    ],
    [[1, 1]],
  ]);
});

test('keys and values cost what their positions take, twice as much in single precision', () => {
  const seven = smallShape({ layers: 28, kvHeads: 4, headDim: 128 });
  const { positions, bytes } = cacheCost(seven, 4096);
  expect(positions).toBe(8192);
  // 57,344 bytes a position: two texts of 4,096 tokens, and pages for forks.
  expect(bytes).toBe((8192 + 512) * 57_344);
  expect(cacheCost({ ...seven, quantisation: 'q4f32_1' }, 4096).bytes).toBe(2 * bytes);
});
