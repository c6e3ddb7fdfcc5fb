import { createProblem } from '../../judge/create.ts';
import type { Problem, Test } from '../../judge/problem.ts';
import { Random } from '../family/random.ts';

/** A problem whose statement a person wrote, with the program that answers its tests. */
export interface HandProblem {
  title: string;
  statement: string;
  /** Makes an input; `size` goes from 1, the smallest, to `TESTS`. */
  input(random: Random, size: number): string;
  answer(input: string): string | number;
}

const SAMPLES = 3;
const HIDDEN = 33;
export const TESTS = SAMPLES + HIDDEN;
const MEGABYTE = 1024 * 1024;

export const numbers = (text: string): number[] => text.trim().split(/\s+/).map(Number);
export const lines = (text: string): string[] => text.trimEnd().split('\n');
export const words = (text: string): string[] => text.trim().split(/\s+/);

/** `size` numbers between two bounds, at most 30. */
export const list = (random: Random, size: number, low: number, high: number): number[] =>
  Array.from({ length: Math.min(30, Math.max(1, size)) }, () => random.int(low, high));

/** A word of small letters. */
export const word = (random: Random, length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz'): string =>
  Array.from({ length: Math.max(1, length) }, () => random.pick([...alphabet])).join('');

/** The problem with its tests: samples of a middling size, then hidden ones from the smallest on. Always the same. */
export async function toHandProblem({ title, statement, input, answer }: HandProblem): Promise<Problem> {
  const random = new Random(title);
  const seen = new Set<string>();
  const made = (origin: 'sample' | 'secret', size: number): Omit<Test, 'id'> => {
    let text = input(random, size);
    for (let tries = 0; seen.has(text) && tries < 50; tries++) text = input(random, size + tries);
    seen.add(text);
    return { input: text, answers: [`${answer(text)}\n`], origin };
  };
  const samples = Array.from({ length: SAMPLES }, (_, i) => made('sample', 4 + i));
  const hidden = Array.from({ length: HIDDEN }, (_, i) => made('secret', i + 1));
  return createProblem({
    title,
    statement,
    limits: { timeMs: 2000, memoryBytes: 256 * MEGABYTE, outputBytes: MEGABYTE },
    tests: [...samples, ...hidden].map((test, i) => ({
      ...test,
      id: `${test.origin}/${test.origin === 'sample' ? i + 1 : i + 1 - SAMPLES}`,
    })),
    references: [],
    source: 'written by hand',
    tags: [],
  });
}
