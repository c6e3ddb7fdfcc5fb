import { languageName } from '../../agents/languages.ts';
import { markdownTable } from '../examine/markdown-table.ts';
import { BENCHMARKS, TIME_RULE } from './benchmark.ts';
import type { Report } from './report.ts';
import { tablesOf } from './tables.ts';

/** What a report is of, in sentences; page and Markdown say the same. */
export function captionOf({
  benchmark,
  model,
  base,
  language,
  tokens,
  seeds,
  kernels,
  set,
}: Report): string[] {
  const { rules, licence } = BENCHMARKS[benchmark];
  const named = base === '' ? model : `${model} (${base.slice(0, 12)})`;
  return [
    `${named} on ${kernels.join(', ')}; ${languageName(language)}; at most ${tokens.toLocaleString('en')} tokens a problem for every method, of prompts (what is shared within a batch once) and answers; seed ${seeds.join(', ')}.`,
    `Graded by the data set’s own rules. ${rules} ${TIME_RULE}`,
    `Problems ${set.slice(0, 12)}; licence: ${licence}.`,
    ...(seeds.length > 1
      ? ['With several seeds the rows of one problem depend on each other: the intervals are too narrow.']
      : []),
  ];
}

export function toMarkdown(reports: readonly Report[]): string {
  const lines = reports.flatMap((report) => [
    `## ${BENCHMARKS[report.benchmark].name}`,
    '',
    ...captionOf(report).flatMap((sentence) => [sentence, '']),
    ...tablesOf(report).flatMap(({ title, head, rows }) =>
      rows.length === 0 ? [] : [`### ${title}`, '', ...markdownTable(head, rows), ''],
    ),
  ]);
  return `${lines.join('\n').trimEnd()}\n`;
}

type Cell = string | number | null;

/** A field of CSV (RFC 4180). */
function field(value: Cell): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The results as numbers, a line a method. */
export function toCsv(reports: readonly Report[]): string {
  const head = [
    ...['benchmark', 'set', 'model', 'base', 'language', 'tokens', 'method', 'problems', 'rows', 'solved'],
    ...['share', 'low', 'high', 'prompt_tokens', 'answer_tokens', 'programs', 'seconds', 'joules'],
  ];
  const rows = reports.flatMap((report) =>
    report.methods.map((line): Cell[] => [
      ...[report.benchmark, report.set, report.model, report.base, report.language, report.tokens],
      ...[line.name, line.problems, line.rows, line.solved, line.share, line.low, line.high],
      ...[line.promptTokens, line.answerTokens, line.programs, line.seconds, line.joules],
    ]),
  );
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
