import type { Block, Parameters, Reduction, Source, Step } from './block.ts';
import { isPositional, isReordering, reductionsOf, SOURCES, stepsFrom } from './blocks.ts';
import type { Random } from './random.ts';

/** A block with its parameters drawn. */
export interface Chosen<B extends Block> {
  block: B;
  parameters: Parameters;
}

/** What a problem is about, before any wording: a source, steps, and a reduction. */
export interface Spec {
  source: Source;
  steps: Chosen<Step>[];
  reduction: Chosen<Reduction>;
}

/** A spec's identity: its blocks and their parameters. */
export function specKey(spec: Spec): string {
  const part = ({ block, parameters }: Chosen<Block>) =>
    [block.id, parameters.c, parameters.d, parameters.letter].filter((x) => x !== undefined).join(':');
  return [spec.source.id, ...spec.steps.map(part), part(spec.reduction)].join(' | ');
}

/** The numbers that a block's `run` gets; `k` stands for the input's. */
export function concrete(parameters: Parameters, k: number): { c: number; d: number; letter: string } {
  const { c = 0, d = 0, letter = '' } = parameters;
  return { c: c === 'k' ? k : c, d, letter };
}

/** Values after each step, and the output; the family's own evaluator, independent of any emitter. */
export function evaluate(spec: Spec, instance: { values: (number | string)[]; k: number }): string {
  let values = instance.values;
  for (const { block, parameters } of spec.steps)
    values = block.run(values as never[], concrete(parameters, instance.k));
  return spec.reduction.block.run(values as never[], concrete(spec.reduction.parameters, instance.k));
}

function chainable(spec: Spec): boolean {
  let nonNegative = spec.source.nonNegative;
  for (const { block } of spec.steps) {
    if (block.needsNonNegative && !nonNegative) return false;
    if (block.sign) nonNegative = block.sign === 'nonNegative';
  }
  return !spec.reduction.block.needsNonNegative || nonNegative;
}

/** A reordering must be looked at by something later, with no other reordering in between. */
function orderMatters(spec: Spec): boolean {
  return spec.steps.every(({ block }, i) => {
    if (!isReordering(block)) return true;
    const later = spec.steps.slice(i + 1);
    if (later.some((next) => isReordering(next.block))) return false;
    return later.some((next) => isPositional(next.block)) || spec.reduction.block.ordered === true;
  });
}

/** Lets `k` stand for the number of one block; null where none has a lone number. */
function withK(spec: Spec, random: Random): Spec | null {
  const parts: Chosen<Block>[] = [...spec.steps, spec.reduction];
  const able = parts.filter(({ parameters: { c, d } }) => c !== undefined && d === undefined);
  if (able.length === 0) return null;
  const chosen = random.pick(able);
  const replace = <B extends Block>(part: Chosen<B>): Chosen<B> =>
    (part as Chosen<Block>) === chosen ? { ...part, parameters: { ...part.parameters, c: 'k' } } : part;
  return { ...spec, steps: spec.steps.map(replace), reduction: replace(spec.reduction) };
}

/** Draws a spec with `length` steps; null when the draw makes no sense. */
export function drawSpec(random: Random, length: number): Spec | null {
  const draw = <B extends Block>(block: B): Chosen<B> => ({ block, parameters: block.draw?.(random) ?? {} });
  const source = random.weighted(SOURCES, ({ id, to }) =>
    to !== 'numbers' ? 4 : /^(counted|line|with-k)/.test(id) ? 2 : 1,
  );
  const steps: Chosen<Step>[] = [];
  let kind = source.to;
  for (let i = 0; i < length; i++) {
    const used = steps.map(({ block }) => block.id);
    const able = stepsFrom(kind).filter(({ id }) => !used.includes(id));
    const stage = random.weighted(
      ['filter', 'map', 'order'] as const,
      (x) => ({ filter: 5, map: 4, order: 2 })[x],
    );
    const fitting = able.filter((step) => step.stage === stage);
    if (fitting.length === 0) return null;
    const chosen = random.pick(fitting);
    steps.push(draw(chosen));
    kind = chosen.to;
  }
  const spec: Spec = { source, steps, reduction: draw(random.pick(reductionsOf(kind))) };
  const echo = length === 0 && spec.reduction.block.technique === 'output';
  if (echo || !chainable(spec) || !orderMatters(spec)) return null;
  return source.reads === 'k' ? withK(spec, random) : spec;
}
