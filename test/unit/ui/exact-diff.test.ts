import { expect, test } from 'vitest';
import { exactDiff } from '../../../src/ui/verdict/exact-diff.ts';

const marked = (pieces: { text: string; marked: boolean }[] | null) =>
  (pieces ?? []).filter((piece) => piece.marked).map(({ text }) => text);

test('equal texts have no row that differs', () => {
  expect(exactDiff('1\n2\n', '1\n2').every(({ differs }) => !differs)).toBe(true);
});

test('the first difference is marked where the judge saw it, in both texts', () => {
  const difference = { line: 2, column: 5, expected: '40', actual: '41' };
  const rows = exactDiff('1\n3 40\n5\n', '1\n  3 41\n6\n', difference);
  expect(rows.map(({ differs }) => differs)).toEqual([false, true, true]);
  expect(marked(rows[1]!.expected)).toEqual(['40']);
  expect(marked(rows[1]!.actual)).toEqual(['41']);
  expect(marked(rows[2]!.actual)).toEqual([]);
});

test('without the judge’s word the first character that differs is marked', () => {
  const [row] = exactDiff('abcd', 'abXd');
  expect(marked(row!.expected)).toEqual(['c']);
  expect(marked(row!.actual)).toEqual(['X']);
});

test('a text that ends early has no lines there', () => {
  const rows = exactDiff('1\n2\n', '1\n');
  expect(rows[1]).toMatchObject({ line: 2, actual: null, differs: true });
});

test('of an output that was cut, only whole lines that are there are compared', () => {
  const rows = exactDiff('1\n2\n3\n4\n', '1\n2\n3', undefined, false);
  expect(rows.map(({ differs }) => differs)).toEqual([false, false]);
});
