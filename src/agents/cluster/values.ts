import type { Draw } from './draw.ts';

const INTEGER = /^-?\d{1,15}$/;
const DECIMAL = /^-?\d{1,12}\.\d{1,9}$/;

/** What the samples' values are like, so that changed ones are like them. */
export interface Range {
  low: number;
  high: number;
  /** Letters and signs that words are made of. */
  letters: string[];
}

export const isInteger = (token: string): boolean => INTEGER.test(token);
export const isNumber = (token: string): boolean => INTEGER.test(token) || DECIMAL.test(token);

export function rangeOf(tokens: readonly string[]): Range {
  const numbers = tokens.filter(isNumber).map(Number);
  if (numbers.length === 0) numbers.push(0, 1);
  const letters = [...new Set(tokens.filter((token) => !isNumber(token)).join(''))];
  return { low: Math.min(...numbers), high: Math.max(...numbers), letters };
}

/** Another value of a token's type, near it, at an end of the range or within it. Never below 0 where no sample is. */
export function changedToken(token: string, range: Range, draw: Draw): string {
  if (isInteger(token)) return String(changedNumber(Number(token), range, draw));
  if (isNumber(token)) {
    const digits = token.split('.')[1]!.length;
    const step = draw.pick([-1, 1]) * 10 ** -draw.whole(0, digits);
    return inside(Number(token) + step, range).toFixed(digits);
  }
  return changedWord(token, range.letters, draw);
}

const inside = (value: number, { low, high }: Range): number => {
  const least = Math.min(low, low < 0 ? 2 * low : 0);
  return Math.max(least, Math.min(value, Math.max(1, 2 * high)));
};

export function changedNumber(value: number, range: Range, draw: Draw): number {
  const { low, high } = range;
  const ways = [value - 1, value + 1, low, high, low + (low > 0 ? -1 : 1), draw.whole(low, high)];
  return inside(draw.pick(ways), range);
}

/** A word with a letter changed, doubled or left out, or with its letters in another order. */
export function changedWord(word: string, letters: readonly string[], draw: Draw): string {
  const parts = [...word];
  const at = draw.whole(0, parts.length - 1);
  const way = draw.whole(0, 3);
  if (way === 0) return draw.shuffled(parts).join('');
  if (way === 1) parts.splice(at, 0, parts[at]!);
  else if (way === 2 && parts.length > 1) parts.splice(at, 1);
  else parts[at] = draw.pick(letters);
  return parts.join('');
}
