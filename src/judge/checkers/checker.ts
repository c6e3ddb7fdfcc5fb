import type { CheckerSpec } from '../problem.ts';
import type { Difference, Verdict } from '../verdict.ts';

export type CheckerConfig = CheckerSpec['config'];

export type Check =
  | { verdict: 'AC' }
  | { verdict: Exclude<Verdict, 'AC'>; detail: string; difference?: Difference };

/** Compares what a program printed with one answer. Both as text; pure, and the same everywhere. */
export type Checker = (output: string, answer: string, config: CheckerConfig) => Check;
