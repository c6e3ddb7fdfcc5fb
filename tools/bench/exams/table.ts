import { markdownTable } from '../../../src/studio/examine/markdown-table.ts';
import { CONTROLS } from '../../../src/studio/examine/mend.ts';
import { paired, wilson } from '../../../src/studio/examine/statistics.ts';
import type { Result } from './results.ts';

const EXAMS = ['A', 'B', 'D', 'W', 'C'];

/** Whether a problem was solved, with a seed. */
type Outcome = Pick<Result, 'problem' | 'seed' | 'solved'>;
type OfExam = Extract<Result, { kind: 'exam' }>;
type OfMend = Extract<Result, { kind: 'mend' }>;

const percent = (share: number) => `${(100 * share).toFixed(0)}`;
const count = <T>(items: readonly T[], holds: (item: T) => boolean) => items.filter(holds).length;
export const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];
export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function share(hits: number, of: number): string {
  const [low, high] = wilson(hits, of);
  return `${percent(hits / of)} (${percent(low)}–${percent(high)})`;
}

/** The share of items for which something holds, as `share` writes it. */
export const shareOf = <T>(items: readonly T[], holds: (item: T) => boolean): string =>
  share(count(items, holds), items.length);

/** Where both were examined: how many only the one solved, how many only the other, and how likely that is by chance. */
export function against(method: readonly Outcome[], reference: readonly Outcome[]): string {
  const { onlyFirst, onlySecond, p } = paired(method, reference, ({ problem, seed }) => `${problem}/${seed}`);
  return `+${onlyFirst} −${onlySecond}, p ${p < 0.001 ? '< 0.001' : p.toFixed(3)}`;
}

/**
 * The results as Markdown: for each exam a row a method, pass@1 in per cent with Wilson's 95 % interval, and McNemar's
 * test against `reference` on the same problems; then what the debugger mends.
 */
export function tables(results: readonly Result[], reference: string): string {
  const text: string[] = [];
  for (const exam of EXAMS) {
    const all = results.filter((one): one is OfExam => one.kind === 'exam' && one.exam === exam);
    if (all.length === 0) continue;
    const methods = distinct(all.map(({ method }) => method));
    const of = (method: string) => all.filter((one) => one.method === method);
    const base = of(reference);
    const rows = methods.map((method) => {
      const own = of(method);
      const answers = sum(own.map((one) => one.answers));
      const unreadable = sum(own.map((one) => one.unreadable));
      return [
        method,
        `${own.length}`,
        shareOf(own, ({ solved }) => solved),
        shareOf(own, ({ first }) => first),
        `${unreadable} of ${answers}`,
        `${Math.round(sum(own.map(({ tokens }) => tokens)) / own.length)}`,
        method === reference || base.length === 0 ? '' : against(own, base),
      ];
    });
    const seeds = distinct(all.map(({ seed }) => seed)).join(', ');
    text.push(
      `### ${exam}`,
      '',
      `Seed ${seeds}; at most ${distinct(all.map(({ budget }) => budget)).join(', ')} tokens a problem; ${distinct(
        all.map(({ grammar }) => (grammar ? 'answers held to their grammar' : 'answers free')),
      ).join(', ')}.`,
      '',
      ...markdownTable(
        [
          'method',
          'problems',
          'pass@1, %',
          'first program, %',
          'unreadable answers',
          'tokens',
          `against ${reference}`,
        ],
        rows,
      ),
      '',
    );
  }
  return [...text, ...mends(results)].join('\n');
}

function mends(results: readonly Result[]): string[] {
  const all = results.filter((one): one is OfMend => one.kind === 'mend');
  const rows = distinct(all.map(({ method }) => method.split(', ')[0]!)).flatMap((who) =>
    CONTROLS.flatMap((control) => {
      const own = all.filter(({ method }) => method === `${who}, ${control}`);
      if (own.length === 0) return [];
      const small = own.filter(({ kept }) => kept !== null);
      return [
        [
          who,
          control,
          `${own.length}`,
          shareOf(own, ({ solved }) => solved),
          small.length === 0 ? '' : `${count(small, ({ kept }) => kept === true)} of ${small.length}`,
          `${count(own, ({ unreadable }) => unreadable)}`,
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  const head = [
    'model',
    'broken program',
    'programs',
    'mended, %',
    'sound lines kept, where one is wrong',
    'unreadable',
  ];
  return ['### One mend of a planted fault', '', ...markdownTable(head, rows), ''];
}
