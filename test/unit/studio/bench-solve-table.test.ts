import { expect, test } from 'vitest';
import { type SolveResult, tables } from '../../../tools/bench/solve/table.ts';

const result = (method: string, problem: number, solved: boolean, tokens: number): SolveResult => ({
  ...{ exam: 'B', problem, method, model: 'm', seed: 1, budget: 4000, grammar: true },
  ...{ solved, programs: 2, prompt: 3 * tokens, computed: tokens, decoded: tokens, seconds: 1.5 },
});

test('a method is held against the reference on the same problems: its share of tokens, and who alone solved what', () => {
  const results = [0, 1, 2, 3].flatMap((problem) => [
    result('MapCoder', problem, problem < 3, 1000),
    result('quartet', problem, problem > 0, 500),
  ]);
  const text = tables(results, 'MapCoder');
  const cells = (method: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`| ${method} |`))!
      .split('|')
      .map((cell) => cell.trim())
      .slice(2, -1);
  expect(cells('MapCoder')).toEqual(['4', '75 (30–95)', '1,000', '1,000', '2,000', '', '2.0', '1.5', '']);
  expect(cells('quartet')).toEqual([
    ...['4', '75 (30–95)', '500', '500', '1,000', '0.50', '2.0', '1.5'],
    '+1 −1, p 1.000',
  ]);
});
