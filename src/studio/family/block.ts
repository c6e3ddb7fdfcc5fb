import type { Random } from './random.ts';

/** What flows from one block to the next: whole numbers, the characters of a word, or words. */
export type Kind = 'numbers' | 'characters' | 'words';
export type Stage = 'source' | 'filter' | 'map' | 'order' | 'reduction';

/** A block's parameters; `k` as a number's text means that it is read from the input. */
export interface Parameters {
  c?: number | 'k';
  d?: number;
  letter?: string;
}

/** A problem's input in its parsed form: named integers, lists, and the text that the program reads. */
export interface Instance {
  text: string;
  k: number;
  values: (number | string)[];
}

interface Common {
  id: string;
  /** Words of the title. */
  title: string;
  /** Ways to say it as sentences. `[a|b]` picks one, `{items}`, `{c}`, `{d}`, `{letter}` are filled in. */
  say: readonly string[];
  /** The step of a plan. */
  plan: string;
  /** Python lines; `a` holds numbers, `s` characters, `w` words. */
  python: readonly string[];
  /** Key into the techniques' table. */
  technique: string;
  /** Draws parameters; blocks without have none. */
  draw?: (random: Random) => Parameters;
}

export interface Source extends Common {
  stage: 'source';
  to: Kind;
  /** Nouns for what it yields. */
  items: readonly string[];
  /** Ways to name all that it yields, e.g. `the digits of n`. */
  whole: readonly string[];
  /** The input as a noun phrase, e.g. `n and n {items}`. */
  given?: readonly string[];
  /** Whether `given` and `whole` together say all of it: `Given n, print the sum of the digits of n.` */
  saidByWhole?: boolean;
  /** Whether it reads k for a later block. */
  reads?: 'k';
  /** Whether its values are never negative; the others are drawn with either sign. */
  nonNegative: boolean;
  /** Makes an input from values that the test designer wants, as far as the source allows; `size` 0 is the smallest. */
  make(random: Random, shape: Shape): Instance;
}

/** What kind of test is wanted. */
export interface Shape {
  size: 'one' | 'small' | 'medium' | 'large';
  values: 'mixed' | 'equal' | 'negative' | 'positive' | 'ascending' | 'extreme' | 'repeated';
}

export interface Step extends Common {
  stage: 'filter' | 'map' | 'order';
  from: Kind;
  to: Kind;
  /** Ways to say it as a noun phrase about `{x}`, which stands for what comes before. */
  phrase: readonly string[];
  /** Needs values that are never negative. */
  needsNonNegative?: boolean;
  /** What it does to that property; absent: keeps it. */
  sign?: 'nonNegative' | 'any';
  run(values: never[], parameters: { c: number; d: number; letter: string }): (number | string)[];
  /** Which blocks are easily mistaken for it; for planted faults. */
  mistaken?: readonly string[];
}

export interface Reduction extends Common {
  stage: 'reduction';
  from: Kind;
  phrase: readonly string[];
  needsNonNegative?: boolean;
  /** Whether the order of the values matters to it. */
  ordered?: boolean;
  /** What is printed when nothing is left; said in the statement where a filter may leave nothing. */
  whenEmpty?: string;
  run(values: never[], parameters: { c: number; d: number; letter: string }): string;
  mistaken?: readonly string[];
}

export type Block = Source | Step | Reduction;
