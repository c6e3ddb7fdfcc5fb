import { UsageError } from '../command-line.ts';

/**
 * One of `of` parts of a work whose pieces are numbered from 0 on: every `of`-th piece, the first of them number `at` − 1.
 * So the parts are alike in size, and stay what they are when the work grows.
 */
export interface Shard {
  at: number;
  of: number;
}

export const WHOLE: Shard = { at: 1, of: 1 };

/** What `--shard` says; all of it where it says nothing. Throws `UsageError`. */
export function shardOf(text: string | undefined): Shard {
  if (text === undefined) return WHOLE;
  const [, at, of] = text.match(/^([1-9]\d*)\/([1-9]\d*)$/)?.map(Number) ?? [];
  if (!at || !of || at > of)
    throw new UsageError(`--shard takes I/N, the I-th of N parts, from 1/3 to 3/3, not “${text}”.`);
  return { at, of };
}

export const shardText = ({ at, of }: Shard): string => `${at}/${of}`;

/** The part that a piece belongs to, of so many. */
export const shardWith = (piece: number, of: number): Shard => ({ at: (piece % of) + 1, of });

export const isIn = ({ at, of }: Shard, piece: number): boolean => shardWith(piece, of).at === at;
