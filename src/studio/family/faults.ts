import type { Block, Instance, Parameters } from './block.ts';
import { reductionById, stepById } from './blocks.ts';
import { otherLetter } from './letters.ts';
import { writePython } from './python.ts';
import type { Random } from './random.ts';
import { type Chosen, evaluate, type Spec } from './spec.ts';
import { withoutStep } from './tests.ts';

/** A spec with one planted fault: what a hasty reader would have built instead. */
export type FaultKind = 'mistaken block' | 'wrong number' | 'missing step' | 'swapped steps';

/** Another block's parameters from this one's, as far as they fit. */
function borrow(block: Block, parameters: Parameters, random: Random): Parameters {
  const drawn = block.draw?.(random) ?? {};
  return { ...drawn, ...(drawn.c !== undefined && parameters.c !== undefined && { c: parameters.c }) };
}

function mistake<B extends Block & { mistaken?: readonly string[] }>(
  part: Chosen<B>,
  find: (id: string) => B | undefined,
  fits: (block: B) => boolean,
  random: Random,
): Chosen<B> | null {
  const blocks = (part.block.mistaken ?? [])
    .map(find)
    .filter((block) => block !== undefined && fits(block)) as B[];
  if (blocks.length === 0) return null;
  const block = random.pick(blocks);
  return { block, parameters: borrow(block, part.parameters, random) };
}

/** The same block with a number that is off by a little, or another letter. */
function misread<B extends Block>(part: Chosen<B>, random: Random): Chosen<B> | null {
  const { c, d, letter } = part.parameters;
  if (letter !== undefined) return { ...part, parameters: otherLetter(random, letter) };
  const off = random.pick([-2, -1, 1, 2]);
  if (typeof c === 'number' && c + off > 0 && (d === undefined || c + off < d))
    return { ...part, parameters: { ...part.parameters, c: c + off } };
  if (c === undefined && d !== undefined) return { ...part, parameters: { d: (d + off + 10) % 10 } };
  return null;
}

/** Plants one fault; null where the draw does not apply. */
export function plantFault(spec: Spec, random: Random): { kind: FaultKind; spec: Spec } | null {
  const kind = random.weighted(
    ['mistaken block', 'wrong number', 'missing step', 'swapped steps'] as const,
    (x) => ({ 'mistaken block': 5, 'wrong number': 3, 'missing step': 2, 'swapped steps': 1 })[x],
  );
  const at = random.int(0, spec.steps.length);
  const step = spec.steps[at];
  const changed = (part: Chosen<Spec['steps'][number]['block']> | null): Spec | null =>
    part && { ...spec, steps: spec.steps.with(at, part) };
  const ended = (part: Spec['reduction'] | null): Spec | null => part && { ...spec, reduction: part };
  const build = (): Spec | null => {
    if (kind === 'mistaken block')
      return step
        ? changed(
            mistake(
              step,
              stepById,
              ({ from, to }) => from === step.block.from && to === step.block.to,
              random,
            ),
          )
        : ended(
            mistake(spec.reduction, reductionById, ({ from }) => from === spec.reduction.block.from, random),
          );
    if (kind === 'wrong number')
      return step ? changed(misread(step, random)) : ended(misread(spec.reduction, random));
    if (kind === 'missing step') return step ? withoutStep(spec, at) : null;
    const next = spec.steps[at + 1];
    if (!step || !next || step.block.from !== next.block.to || step.block.to !== next.block.from) return null;
    return { ...spec, steps: spec.steps.with(at, next).with(at + 1, step) };
  };
  const faulty = build();
  return faulty && { kind, spec: faulty };
}

/** What a broken program prints instead of an answer. */
export interface Crash {
  source: string;
  error: string;
}

/** Damages the text of a program so that Python refuses it or stops in it. */
export function plantCrash(spec: Spec, random: Random): Crash | null {
  const lines = writePython(spec).trimEnd().split('\n');
  const at = random.int(1, lines.length - 1);
  const line = lines[at]!;
  const other = { a: 'b', s: 'a', w: 's' }[line.match(/\b([asw])\b(?!.*\b[asw]\b)/)?.[1] ?? ''];
  const damages: (Crash | null)[] = [
    line.endsWith(')') && !line.startsWith(' ')
      ? { source: line.slice(0, -1), error: "SyntaxError: '(' was never closed" }
      : null,
    line.endsWith(':') ? { source: line.slice(0, -1), error: "SyntaxError: expected ':'" } : null,
    other && line.startsWith('print') && !lines.some((x) => x.startsWith(`${other} =`))
      ? {
          source: line.replace(/\b[asw]\b(?!.*\b[asw]\b)/, other),
          error: `NameError: name '${other}' is not defined`,
        }
      : null,
  ];
  const able = damages.filter((damage) => damage !== null);
  if (able.length === 0) return null;
  const damage = random.pick(able);
  return { source: `${lines.with(at, damage.source).join('\n')}\n`, error: damage.error };
}

/** The first of the inputs on which the two specs differ, with both outputs. */
export function showDifference(
  right: Spec,
  wrong: Spec,
  instances: readonly Instance[],
): { input: string; expected: string; actual: string } | null {
  for (const instance of instances) {
    const expected = evaluate(right, instance);
    const actual = evaluate(wrong, instance);
    if (expected !== actual && !actual.includes('NaN') && !actual.includes('undefined'))
      return { input: instance.text, expected, actual };
  }
  return null;
}
