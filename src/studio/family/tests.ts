import type { Instance, Shape } from './block.ts';
import type { Random } from './random.ts';
import { evaluate, type Spec } from './spec.ts';

export interface Case {
  input: string;
  answer: string;
  instance: Instance;
}

const VALUES: Shape['values'][] = [
  'mixed',
  'equal',
  'negative',
  'positive',
  'ascending',
  'extreme',
  'repeated',
];
/** Edges first: one value of each kind, then small, medium and large lists of each. */
const SHAPES: Shape[] = [
  ...VALUES.map((values) => ({ size: 'one', values }) as const),
  ...VALUES.map((values) => ({ size: 'small', values }) as const),
  ...VALUES.flatMap(
    (values) =>
      [
        { size: 'medium', values },
        { size: 'medium', values },
      ] as const,
  ),
  ...VALUES.map((values) => ({ size: 'large', values }) as const),
  ...Array.from({ length: 12 }, () => ({ size: 'medium', values: 'mixed' }) as const),
];

const HIDDEN = 32;
const SAMPLES = 3;

const safe = (answer: string) =>
  answer.split(/\s+/).every((word) => !/^-?\d+$/.test(word) || Number.isSafeInteger(Number(word)));

/** A spec without one of its steps, where the rest still fits together. */
export function withoutStep(spec: Spec, index: number): Spec | null {
  const { block } = spec.steps[index]!;
  if (block.from !== block.to) return null;
  return { ...spec, steps: spec.steps.filter((_, i) => i !== index) };
}

/**
 * Samples and hidden tests with answers by the family's evaluator; null if the problem is degenerate: a
 * step that changes no answer, answers that hardly differ, or numbers past 2⁵³.
 */
export function makeCases(spec: Spec, random: Random): { samples: Case[]; hidden: Case[] } | null {
  const made = (shape: Shape): Case => {
    const instance = spec.source.make(random, shape);
    return { input: instance.text, answer: evaluate(spec, instance), instance };
  };
  const seen = new Set<string>();
  const fresh = (test: Case) => !seen.has(test.input) && seen.add(test.input);
  const pool = Array.from({ length: 14 }, () =>
    made({ size: 'small', values: random.pick(['mixed', 'mixed', 'repeated', 'positive']) }),
  );
  const variants = spec.steps.map((_, i) => withoutStep(spec, i)).filter((variant) => variant !== null);
  const telling = (test: Case) =>
    variants.filter((variant) => evaluate(variant, test.instance) !== test.answer).length;
  const best = [...pool].sort((p, q) => telling(q) - telling(p) || p.input.length - q.input.length);
  const samples = best.filter(fresh).slice(0, SAMPLES);
  if (samples.length < SAMPLES || telling(samples[0]!) < variants.length) return null;

  const hidden: Case[] = [];
  for (const shape of SHAPES) {
    const test = made(shape);
    if (hidden.length < HIDDEN + 6 && fresh(test)) hidden.push(test);
  }
  if (hidden.length < HIDDEN) return null;
  const all = [...samples, ...hidden];
  if (new Set(all.map((test) => test.answer)).size < 2 || !all.every((test) => safe(test.answer)))
    return null;
  const matters = (variant: Spec) =>
    hidden.filter((test) => evaluate(variant, test.instance) !== test.answer).length >= 3;
  return variants.every(matters) ? { samples, hidden } : null;
}
