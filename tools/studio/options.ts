import { parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

const TEXT = [
  ...['count', 'seed', 'out', 'split', 'base', 'role', 'teacher', 'student', 'model', 'language', 'problems'],
  ...['plans', 'programs', 'rounds', 'in-flight', 'context', 'price-prompt', 'price-completion', 'key'],
] as const;
export type Values = Partial<Record<(typeof TEXT)[number], string>> & { help?: boolean };

/** The command line's words. Throws `UsageError` for an option that there is not. */
export function given(): { values: Values; positionals: string[] } {
  const texts = Object.fromEntries(TEXT.map((name) => [name, { type: 'string' } as const]));
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { ...texts, help: { type: 'boolean', short: 'h' } },
    });
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}.`);
  }
}

/** A whole number, from 0 on. */
export function whole(name: string, text: string | undefined, fallback?: number): number {
  if (text === undefined && fallback !== undefined) return fallback;
  if (text === undefined || !/^\d+$/.test(text))
    throw new UsageError(`--${name} takes a whole number${text === undefined ? '' : `, not “${text}”`}.`);
  return Number(text);
}

/** A number from 0 on, e.g. a price. */
export function amount(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${name} takes a number, not “${text}”.`);
  return Number(text);
}
