import { ROLES } from '../../llm/engine.ts';
import type { DistilledRow, PreferencePair } from './rows.ts';
import type { Taught } from './taught.ts';

export const PAIRS = 'preferences';

/** The files that distillation and supervision write, by their names without `.jsonl`. */
export const FILES: readonly string[] = [...ROLES, PAIRS];

/** The rows that an outcome gives, each with its file. */
export function* rowsOf(outcome: Taught): Generator<{ file: string; row: DistilledRow | PreferencePair }> {
  if (!outcome.kept) return;
  for (const row of outcome.rows) yield { file: row.role, row };
  for (const row of outcome.pairs) yield { file: PAIRS, row };
}
