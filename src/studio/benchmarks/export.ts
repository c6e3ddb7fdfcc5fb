import { DEFAULT_OPTIONS } from '../../agents/options.ts';
import { PROMPT_HASHES } from '../../agents/roles/index.ts';
import { BENCHMARKS, TIME_RULE } from './benchmark.ts';
import type { Listing } from './listing.ts';
import type { BenchmarkSettings } from './plan.ts';
import { reportsOf } from './report.ts';
import { toCsv, toMarkdown } from './report-text.ts';
import type { Row } from './row.ts';

/** What ran it, in words: versions of the program, and of the browser or of Node. */
export type Environment = Readonly<Record<string, string>>;

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/**
 * All that is needed to check results: each row with the program that was handed in, the problems by ids and revisions
 * (the data set itself is not passed on), options, versions, hashes, and the tables that are made of them.
 */
export function exportOf(
  listing: Listing,
  settings: BenchmarkSettings,
  rows: readonly Row[],
  environment: Environment,
): Record<string, string> {
  const reports = reportsOf(rows);
  return {
    'settings.json': json({
      settings,
      environment,
      benchmark: { ...BENCHMARKS[listing.benchmark], time: TIME_RULE },
      solve: DEFAULT_OPTIONS,
      prompts: PROMPT_HASHES,
    }),
    'problems.json': json(listing),
    'results.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    'report.json': json(reports),
    'report.md': toMarkdown(reports),
    'report.csv': toCsv(reports),
  };
}
