import type { Plan, Retrieval } from '../../agents/formats.ts';
import type { Block } from './block.ts';
import { reductionById } from './blocks.ts';
import type { Chosen, Spec } from './spec.ts';
import { fill } from './statement.ts';

/** What the family's scripted teacher knows of a technique. */
export const TUTORIALS: Record<string, string> = {
  reading: 'Read the input first.',
  'two lists': 'Walk both lists together.',
  grid: 'Go through the grid row by row.',
  range: 'A range lists all numbers in between.',
  digits: 'A number as text gives its digits.',
  divisors: 'Try every number up to n.',
  simulation: 'Follow the rule step by step in a loop.',
  text: 'A word is a list of letters.',
  words: 'Split the line into words.',
  selection: 'Keep a value only if it passes the test.',
  transformation: 'Change every value by the same rule.',
  positions: 'Slices pick values by place.',
  sets: 'A set or dict drops repeats.',
  'prefix sums': 'Carry a running value along.',
  neighbours: 'Zip the list with itself moved by one.',
  sorting: 'Sort first, then take by place.',
  order: 'A slice with step -1 reverses.',
  total: 'Fold all values into one.',
  counting: 'Count what is left.',
  extremes: 'Give max and min a default for empty lists.',
  'number theory': 'Fold with gcd, starting at 0.',
  output: 'Print with a star to split by spaces.',
  'dynamic programming': 'Keep the best value that ends here.',
  runs: 'Count a run and start again when it breaks.',
  'nested loops': 'Two loops try all pairs.',
  'two pointers': 'Sort, then move one pointer after the other.',
  greedy: 'Take what looks best as long as it fits.',
  conditions: 'Test each value and treat the two cases apart.',
  decision: 'Test once and print YES or NO.',
};

const techniquesIn = (blocks: readonly Block[]): string[] => [
  ...new Set(blocks.map(({ technique }) => technique)),
];

const blocksOf = (spec: Spec): Block[] => [
  spec.source,
  ...spec.steps.map(({ block }) => block),
  spec.reduction.block,
];

/** The techniques of a spec's blocks, in order, each once. */
export const techniquesOf = (spec: Spec): string[] => techniquesIn(blocksOf(spec));

/** A block's step of a plan, in which all that a problem is about are values. */
export const stepOf = ({ block, parameters }: Chosen<Block>): string =>
  fill(block.plan, parameters, { items: 'values', scene: null });

/** The plan's steps, in order. */
export function oraclePlan(spec: Spec): Plan {
  return { steps: [spec.source.plan, ...[...spec.steps, spec.reduction].map(stepOf)] };
}

/** The techniques of blocks, a tutorial of a sentence each, and a similar problem in the words of its steps. */
export function retrievalOf(blocks: readonly Block[], similar: readonly string[]): Retrieval {
  const names = techniquesIn(blocks);
  return {
    similar: similar.join(' '),
    technique: names.join(', '),
    tutorial: names.map((name) => TUTORIALS[name]!).join(' '),
  };
}

/** Recalls a problem of the same blocks with another ending. */
export function oracleRetrieval(spec: Spec): Retrieval {
  const other = spec.reduction.block.mistaken
    ?.map(reductionById)
    .find((r) => r?.from === spec.reduction.block.from && !r.draw);
  return retrievalOf(blocksOf(spec), [...spec.steps.map(stepOf), other?.plan ?? spec.reduction.block.plan]);
}
