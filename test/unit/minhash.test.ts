import { expect, test } from 'vitest';
import { NearCopies, shinglesOf, signatureOf, similarity } from '../../src/minhash.ts';
import { familyProblem } from '../../src/studio/family/problem.ts';

const jaccard = (p: Set<string>, q: Set<string>) => {
  const both = [...p].filter((one) => q.has(one)).length;
  return both / (p.size + q.size - both);
};

test('the share of equal minima is the Jaccard similarity, within its error', () => {
  const words = Array.from({ length: 400 }, (_, i) => `w${i}`);
  for (const moved of [0, 40, 120, 300]) {
    const [p, q] = [words.join(' '), [...words.slice(moved), ...words.slice(0, moved).reverse()].join(' ')];
    const exact = jaccard(shinglesOf(p), shinglesOf(q));
    expect(Math.abs(similarity(signatureOf(p), signatureOf(q)) - exact)).toBeLessThan(0.13);
  }
});

test('a near copy is found whatever its capitals and spaces, and another text is not', () => {
  const statements = Array.from({ length: 60 }, (_, i) => familyProblem(5, i, 'train').statement);
  const seen = new NearCopies<number>();
  for (const [i, statement] of statements.entries()) seen.add(i, signatureOf(statement));
  expect(seen.size).toBe(60);
  for (const [i, statement] of statements.entries()) {
    const copy = `${statement.toUpperCase().replaceAll(' ', '  ')} Good luck!`;
    expect(seen.nearest(signatureOf(copy))?.key).toBe(i);
  }
  expect(
    seen.nearest(signatureOf('Paint the cells of a board so that no two neighbours are red.')),
  ).toBeNull();
});

test('texts shorter than a run of words are compared as they are', () => {
  expect(similarity(signatureOf('Add.'), signatureOf('add .'))).toBe(1);
  expect(similarity(signatureOf(''), signatureOf('add'))).toBeLessThan(0.1);
});
