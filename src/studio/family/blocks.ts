import type { Kind, Reduction, Source, Step } from './block.ts';
import { CHARACTER_REDUCTIONS, CHARACTER_STEPS } from './characters.ts';
import { DYNAMIC_REDUCTIONS } from './dynamic-reductions.ts';
import { NUMBER_FILTERS } from './filters.ts';
import { GREEDY_REDUCTIONS } from './greedy-reductions.ts';
import { NUMBER_MAPS } from './maps.ts';
import { NUMBER_ORDERS } from './orders.ts';
import { NUMBER_REDUCTIONS } from './reductions.ts';
import { NUMBER_SOURCES } from './sources.ts';
import { TEXT_SOURCES } from './text-sources.ts';
import { WORD_REDUCTIONS } from './word-reductions.ts';
import { WORD_STEPS } from './word-steps.ts';

export const SOURCES: readonly Source[] = [...NUMBER_SOURCES, ...TEXT_SOURCES];
export const STEPS: readonly Step[] = [
  ...NUMBER_FILTERS,
  ...NUMBER_MAPS,
  ...NUMBER_ORDERS,
  ...CHARACTER_STEPS,
  ...WORD_STEPS,
];
export const REDUCTIONS: readonly Reduction[] = [
  ...NUMBER_REDUCTIONS,
  ...DYNAMIC_REDUCTIONS,
  ...GREEDY_REDUCTIONS,
  ...CHARACTER_REDUCTIONS,
  ...WORD_REDUCTIONS,
];

/** Steps that depend on the order of the values, besides the reductions marked `ordered`. */
const POSITIONAL = new Set([
  'odd-places',
  'even-places',
  'prefix-sums',
  'running-maxima',
  'differences',
  'neighbour-sums',
  'place-products',
  'first',
  'skipped',
  'last',
]);

/** Steps that only reorder; pointless where nothing after them looks at the order. */
const REORDERING = new Set([
  'ascending',
  'descending',
  'reversed',
  'letters-reversed',
  'letters-sorted',
  'words-sorted',
  'turned',
]);

export const isPositional = (step: Step): boolean => POSITIONAL.has(step.id);
export const isReordering = (step: Step): boolean => REORDERING.has(step.id);

export const stepsFrom = (kind: Kind): Step[] => STEPS.filter((step) => step.from === kind);
export const reductionsOf = (kind: Kind): Reduction[] =>
  REDUCTIONS.filter((reduction) => reduction.from === kind);

export const stepById = (id: string): Step | undefined => STEPS.find((step) => step.id === id);
export const reductionById = (id: string): Reduction | undefined =>
  REDUCTIONS.find((reduction) => reduction.id === id);
