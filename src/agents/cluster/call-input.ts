import type { Draw } from './draw.ts';
import { changedNumber, changedWord, type Range, rangeOf } from './values.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const leaves = (value: Json): (number | string)[] =>
  typeof value === 'number' || typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : [];

function changed(value: Json, range: Range, draw: Draw): Json {
  if (typeof value === 'number')
    return Number.isInteger(value) ? changedNumber(value, range, draw) : value + draw.pick([-0.5, 0.5, 1]);
  if (typeof value === 'string') return value === '' ? '' : changedWord(value, range.letters, draw);
  if (typeof value === 'boolean') return !value;
  if (!Array.isArray(value) || value.length === 0) return value;
  const at = draw.whole(0, value.length - 1);
  const way = draw.whole(0, 4);
  if (way === 0) return draw.shuffled(value);
  if (way === 1 && value.length > 1) return value.toSpliced(at, 1);
  if (way === 2) return value.toSpliced(at, 0, value[at]!);
  return value.with(at, changed(value[at]!, range, draw));
}

/** Changes one argument of a call, each of which is JSON on a line of its own; null where there is none to change. */
export function changedCall(samples: readonly string[]): (input: string, draw: Draw) => string | null {
  const read = (input: string): Json[] =>
    input
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
  const range = rangeOf(samples.flatMap(read).flatMap(leaves).map(String));
  return (input, draw) => {
    const args = read(input);
    const at = draw.whole(0, args.length - 1);
    const other = args.with(at, changed(args[at]!, range, draw));
    return `${other.map((arg) => JSON.stringify(arg)).join('\n')}\n`;
  };
}
