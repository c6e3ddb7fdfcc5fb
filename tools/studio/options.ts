import { ROLES, type Role } from '../../src/llm/engine.ts';
import { AS_A_MODEL, type Errs } from '../../src/studio/family/mistakes.ts';
import { readArguments, UsageError, whole } from '../command-line.ts';

const TEXT = [
  ...['count', 'seed', 'out', 'split', 'base', 'role', 'teacher', 'student', 'model', 'language', 'problems'],
  ...['student-model', 'student-key'],
  ...[
    'plans',
    'programs',
    'direct',
    'rounds',
    'in-flight',
    'context',
    'price-prompt',
    'price-completion',
    'key',
  ],
  ...['errs', 'threads', 'traces', 'steps'],
  ...[
    'agents',
    'form',
    'engine',
    'seeds',
    'discussions',
    'turns',
    'budget',
    'solutions',
    'mends',
    'memories',
  ],
  ...['sandbox', 'temperature', 'shard'],
] as const;
export type Values = Partial<Record<(typeof TEXT)[number], string>> & {
  help?: boolean;
  unfiltered?: boolean;
  'no-memory'?: boolean;
};

/** The command line's words. Throws `UsageError` for an option that there is not. */
export function given(): { values: Values; positionals: string[] } {
  const texts = Object.fromEntries(TEXT.map((name) => [name, { type: 'string' } as const]));
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      ...texts,
      unfiltered: { type: 'boolean' },
      'no-memory': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return { values: values as Values, positionals };
}

/** A whole number of per cent; 0 where nothing is said. */
export function percent(name: string, text: string | undefined): number {
  const value = whole(name, text, 0);
  if (value > 100) throw new UsageError(`--${name} takes per cent, at most 100, not “${value}”.`);
  return value;
}

/** A number from 0 on, e.g. a price. */
export function amount(name: string, text: string | undefined, fallback = 0): number {
  if (text === undefined) return fallback;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${name} takes a number, not “${text}”.`);
  return Number(text);
}

/** How often the oracle errs: four whole numbers, per cent, in the order of the roles. */
export function errsOf(text: string | undefined, byDefault: Errs = AS_A_MODEL): Errs {
  if (text === undefined) return byDefault;
  const given = text.split(',').map((word) => whole('errs', word) / 100);
  if (given.length !== ROLES.length || given.some((rate) => rate > 1))
    throw new UsageError(`--errs takes per cent for ${ROLES.join(', ')}, e.g. 10,15,30,20, not “${text}”.`);
  return Object.fromEntries(ROLES.map((role, i) => [role, given[i]!])) as Record<Role, number>;
}

/** The same in words. */
export const errsText = (errs: Errs): string =>
  ROLES.map((role) => `${role} ${Math.round(100 * errs[role])} %`).join(', ');
