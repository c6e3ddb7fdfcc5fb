import { parts, shorterWords, smallerNumbers } from './reductions.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Inputs of a call that are a little smaller: each line is an argument as JSON. */
export function* callReductions(input: string): Generator<string> {
  const args = input
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
  for (const [i, arg] of args.entries())
    for (const smaller of smallerJson(arg))
      yield `${args
        .with(i, smaller)
        .map((one) => JSON.stringify(one))
        .join('\n')}\n`;
}

function* smallerJson(value: Json): Generator<Json> {
  if (typeof value === 'number' && Number.isInteger(value))
    for (const smaller of smallerNumbers(value, { low: null })) yield Number(smaller);
  if (typeof value === 'string') yield* shorterWords(value, { shortest: 0 });
  if (!Array.isArray(value)) return;
  for (const [from, to] of parts(value.length)) yield [...value.slice(0, from), ...value.slice(to)];
  for (const [i, one] of value.entries())
    for (const smaller of smallerJson(one)) yield value.with(i, smaller);
}
