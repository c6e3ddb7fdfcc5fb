import { NOTHING_SPENT, plus, type Spent } from '../teachers/meter.ts';

/** What a job has done so far: counts that add up over its steps, and over interruptions. */
export interface Tally {
  /** Steps that are kept; the next one's number. */
  steps: number;
  /** Problems or rows that are done with, kept or dropped. */
  done: number;
  kept: number;
  /** How many were dropped, by why. */
  dropped: Record<string, number>;
  /** Rows in each file, by its name without `.jsonl`. */
  rows: Record<string, number>;
  /** Answers that could not be read. */
  formatFailures: number;
  spent: Spent;
}

export const NOTHING_DONE: Tally = {
  ...{ steps: 0, done: 0, kept: 0, dropped: {}, rows: {}, formatFailures: 0, spent: NOTHING_SPENT },
};

/** What one step adds: rows of files, and what became of the problems or rows that it was of. */
export interface Step {
  rows: { file: string; row: object }[];
  done: number;
  kept: number;
  /** Why something was dropped, once for each. */
  dropped: string[];
  formatFailures: number;
  /** Null where nobody is asked. */
  spent: Spent | null;
}

const counted = (counts: Record<string, number>, names: readonly string[]): Record<string, number> => {
  const next = { ...counts };
  for (const name of names) next[name] = (next[name] ?? 0) + 1;
  return next;
};

/** The tally after one more step. */
export function add(tally: Tally, step: Step): Tally {
  return {
    steps: tally.steps + 1,
    done: tally.done + step.done,
    kept: tally.kept + step.kept,
    dropped: counted(tally.dropped, step.dropped),
    rows: counted(
      tally.rows,
      step.rows.map(({ file }) => file),
    ),
    formatFailures: tally.formatFailures + step.formatFailures,
    spent: step.spent ? plus(tally.spent, step.spent) : tally.spent,
  };
}

/** A step's rows as JSON lines, by file. */
export function linesOf({ rows }: Step): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const { file, row } of rows) lines[file] = `${lines[file] ?? ''}${JSON.stringify(row)}\n`;
  return lines;
}
