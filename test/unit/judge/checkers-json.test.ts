import { expect, test } from 'vitest';
import { json } from '../../../src/judge/checkers/json.ts';

test.each([
  ['[1,2]', ' [ 1,\n2 ]\n', 'AC'],
  ['{"a":"\\u00e9"}', '{"a": "é"}', 'AC'],
  ['1.0', '1', 'AC'],
  ['1e2', '100', 'AC'],
  ['123456789012345678901234567890', '123456789012345678901234567890', 'AC'],
  ['123456789012345678901234567891', '123456789012345678901234567890', 'WA'],
  ['0.30000000000000004', '0.3', 'WA'],
  ['[1,2]', '[1,2,3]', 'WA'],
  ['[1,2,3]', '[1,2]', 'WA'],
  ['[[1],2]', '[1,[2]]', 'WA'],
  ['["a b"]', '["a  b"]', 'WA'],
  ['"1"', '1', 'WA'],
  ['true', '1', 'WA'],
  ['true', 'True', 'WA'],
  ['null', 'null', 'AC'],
  ['NaN', 'NaN', 'AC'],
  ['', '[]', 'WA'],
  ['["a', '["b"]', 'WA'],
])('%j against %j is %s', (output, answer, verdict) => {
  expect(json(output, answer, {}).verdict).toBe(verdict);
});

test('with a tolerance, numbers may lie so far apart, absolutely or relatively', () => {
  const config = { tolerance: 1e-5 };
  expect(json('[0.000009, 1000009]', '[0, 1000000]', config).verdict).toBe('AC');
  expect(json('[0.000011]', '[0]', config).verdict).toBe('WA');
  expect(json('["0.000001"]', '["0"]', config).verdict).toBe('WA');
});

test('the first difference has its place', () => {
  expect(json('[1, [2, 4]]', '[1,[2,3]]', {})).toEqual({
    verdict: 'WA',
    detail: 'line 1, column 9: expected 3, got 4',
    difference: { line: 1, column: 9, expected: '3', actual: '4' },
  });
});

test('a megabyte in one string, and in many numbers, is compared', () => {
  const text = `["${'a\\n'.repeat(400_000)}", ${'1, '.repeat(400_000)} 2]`;
  expect(json(text, text, {}).verdict).toBe('AC');
  expect(json(`${text}x`, text, {}).verdict).toBe('WA');
});
