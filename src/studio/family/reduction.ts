import type { Reduction } from './block.ts';
import { answer } from './wording/frames.ts';

type P = { c: number; d: number };

/** A reduction over numbers, as the tables give it. */
export interface Row {
  title: string;
  /** Noun phrases about `{x}`. */
  phrase: string[];
  /** Noun phrases that stand alone after the values are known. */
  short: string[];
  /** Questions or other whole sentences. */
  say?: string[];
  plan: string;
  technique: string;
  python: string[];
  run: (a: number[], p: P) => number | string;
  whenEmpty?: string;
  ordered?: boolean;
  needsNonNegative?: boolean;
  draw?: NonNullable<Reduction['draw']>;
  mistaken: string[];
}

/** Says a row in all its ways and completes it. */
export function reduction(id: string, row: Row): Reduction {
  const { short, say = [], run, phrase, ...rest } = row;
  return {
    stage: 'reduction',
    from: 'numbers',
    id,
    ...rest,
    phrase,
    say: [...answer(short), ...say],
    run: (values: number[], p) => String(run(values, p)),
  };
}

/** Programs that go through the values with a loop and print `t` share this ending. */
export const loop = (first: string, ...body: string[]) => [first, ...body, 'print(t)'];
