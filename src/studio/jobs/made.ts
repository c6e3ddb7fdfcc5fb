import { exportRows } from '../export.ts';
import { familyProblems } from '../family/problems.ts';
import type { ExportSettings, FamilySettings } from './settings.ts';
import type { Step } from './tally.ts';

/** Rows in one step at most. */
const ROWS = 200;
/** Milliseconds after which a step is given as it is. */
const LONGEST_MS = 300;

/**
 * The steps of a job that asks nobody, from its `from`-th row or problem on; the same rows however they are cut. What is
 * before `from` is made again and left out: a row depends on all before it.
 */
export async function* madeSteps(
  settings: FamilySettings | ExportSettings,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  let step = empty();
  let since = performance.now();
  for await (const { file, row, dropped } of rowsOf(settings, from)) {
    step.rows.push({ file, row });
    step.dropped.push(...dropped);
    step.done++;
    step.kept++;
    if (step.rows.length < ROWS && performance.now() - since < LONGEST_MS) continue;
    yield step;
    signal.throwIfAborted();
    step = empty();
    since = performance.now();
  }
  if (step.rows.length > 0) yield step;
}

const empty = (): Step => ({ rows: [], done: 0, kept: 0, dropped: [], formatFailures: 0, spent: null });

interface Made {
  file: string;
  row: object;
  dropped: readonly string[];
}

async function* rowsOf(settings: FamilySettings | ExportSettings, from: number): AsyncGenerator<Made> {
  if (settings.command === 'family') {
    const { seed, count, split } = settings;
    for await (const { problem } of familyProblems(seed, split, from, count))
      yield { file: 'problems', row: problem, dropped: [] };
    return;
  }
  const { seed, base, role, errs, unfiltered } = settings;
  let index = 0;
  for (const one of exportRows(seed, { base, role }, { errs, unfiltered }))
    if (index++ >= from)
      yield { file: one.file, row: one.row, dropped: one.file === 'base' ? [] : one.dropped };
}
