import { EXAMS } from '../../../src/studio/exams.ts';
import { UsageError, whole } from '../../command-line.ts';

/** Options that every benchmark of the exams takes, and what their words mean. */

const text = { type: 'string' } as const;
export const OPTIONS = {
  ...{ count: text, seed: text, budget: text, model: text, only: text, threads: text, results: text },
  shard: text,
  table: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const seedsOf = (seeds: string | undefined): number[] =>
  (seeds ?? '1').split(',').map((seed) => whole('seed', seed));

/**
 * Whether a method is wanted: all are where `only` names none. A whole name is that method's alone. Throws `UsageError` for a
 * part of a name that none of the `methods` has.
 */
export function wantedBy(only: string | undefined, methods: readonly string[]): (method: string) => boolean {
  const parts = only?.split(',');
  const unknown = parts?.find((part) => !methods.some((method) => method.includes(part)));
  if (unknown !== undefined)
    throw new UsageError(`--only: no method has “${unknown}” in its name; there are ${methods.join('; ')}.`);
  const names = (part: string, method: string) =>
    methods.includes(part) ? method === part : method.includes(part);
  return (method) => !parts || parts.some((part) => names(part, method));
}

/** The exams that are named. Throws `UsageError` for one that is none of ours and not `besides`. */
export function examsOf(
  names: string | undefined,
  all: readonly string[],
  besides: readonly string[] = [],
): string[] {
  const exams = names?.split(',') ?? [...all, ...besides];
  const known = [...Object.keys(EXAMS), ...besides];
  const unknown = exams.find((exam) => !known.includes(exam));
  if (unknown !== undefined) throw new UsageError(`--exam is of ${known.join(', ')}, not “${unknown}”.`);
  return exams;
}
