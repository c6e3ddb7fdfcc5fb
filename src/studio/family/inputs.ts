import type { Instance, Shape } from './block.ts';
import type { Random } from './random.ts';

/** Drawing the values of an input after the wanted shape, and writing them as text. */
export const LIMIT = 50;

export function count(random: Random, size: Shape['size']): number {
  if (size === 'one') return 1;
  if (size === 'small') return random.int(4, 7);
  return size === 'medium' ? random.int(8, 15) : random.int(25, 40);
}

/** A list of numbers of the wanted shape. */
export function list(random: Random, shape: Shape, nonNegative: boolean): number[] {
  const low = nonNegative ? 0 : -LIMIT;
  const draw = (from: number, to: number) => () => random.int(from, to);
  const spread = shape.size === 'small' ? 20 : LIMIT;
  const by: Record<Shape['values'], () => number> = {
    mixed: draw(nonNegative ? 0 : -spread, spread),
    equal: (
      (value) => () =>
        value
    )(random.int(low, LIMIT)),
    negative: nonNegative ? draw(0, 9) : draw(-LIMIT, -1),
    positive: draw(1, LIMIT),
    ascending: draw(low, LIMIT),
    extreme: () => random.pick([low, LIMIT, 0, low + 1, LIMIT - 1]),
    repeated: draw(nonNegative ? 0 : -3, 4),
  };
  const values = Array.from({ length: count(random, shape.size) }, by[shape.values]);
  return shape.values === 'ascending' ? values.sort((x, y) => x - y) : values;
}

/** One number n whose size follows the shape. */
export function single(random: Random, shape: Shape, most: number): number {
  if (shape.size === 'one') return 1;
  if (shape.size === 'small') return random.int(5, Math.min(30, most));
  return shape.size === 'medium' ? random.int(2, most) : random.int(Math.ceil(most / 2), most);
}

export const join = (values: readonly (number | string)[]) => values.join(' ');
export const plain = (text: string, values: (number | string)[], k = 0): Instance => ({ text, k, values });
export const readList = 'a = list(map(int, input().split()))';
export const smallK = (random: Random) => random.int(1, 9);
