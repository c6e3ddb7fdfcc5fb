import { ROLES } from '../../llm/engine.ts';
import type { MethodLine, PairLine, Report } from './report.ts';

/** A table as text, whoever draws it: the page, Markdown or CSV. */
export interface Table {
  title: string;
  head: string[];
  rows: string[][];
}

const percent = (share: number): string => (100 * share).toFixed(1);
const whole = (number: number): string => Math.round(number).toLocaleString('en');
export const probability = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

const methodRow = (line: MethodLine): string[] => [
  line.name,
  `${line.problems}`,
  `${line.solved} of ${line.rows}`,
  `${percent(line.share)} (${percent(line.low)}–${percent(line.high)})`,
  whole(line.promptTokens),
  whole(line.answerTokens),
  line.programs.toFixed(1),
  line.seconds.toFixed(1),
  line.joules === null ? 'not known' : whole(line.joules),
];

/** `2 of 30, 1 cut`. */
function failures({ byRole }: MethodLine, role: (typeof ROLES)[number]): string {
  const { answers, unreadable, cut } = byRole[role];
  if (answers === 0) return '';
  return `${unreadable} of ${answers}${cut > 0 ? `, ${cut} cut` : ''}`;
}

const pairRow = ({ first, second, both, onlyFirst, onlySecond, p, adjusted }: PairLine): string[] => [
  ...[first, second, `${both}`, `${onlyFirst}`, `${onlySecond}`, probability(p), probability(adjusted)],
];

/** The four tables of a report: results, format failures, pairs, and what others published. */
export function tablesOf({ methods, pairs, published }: Report): Table[] {
  return [
    {
      title: 'Results',
      head: [
        ...['method', 'problems', 'solved', 'pass@1, % (95 %)', 'prompt tokens', 'answer tokens'],
        ...['programs tried', 'seconds', 'joules'],
      ],
      rows: methods.map(methodRow),
    },
    {
      title: 'Answers that could not be read',
      head: ['method', ...ROLES],
      rows: methods.map((line) => [line.name, ...ROLES.map((role) => failures(line, role))]),
    },
    {
      title: 'Pairs, by McNemar’s exact test',
      head: ['first', 'second', 'both ran', 'only first solved', 'only second solved', 'p', 'p by Holm'],
      rows: pairs.map(pairRow),
    },
    {
      title: 'As published',
      head: ['model', 'method', 'pass@1, %', 'of', 'source'],
      rows: published.map(({ model, method, percent: share, of, source, url }) => [
        ...[model, method, share.toFixed(1), of, `${source}, ${url}`],
      ]),
    },
  ];
}
