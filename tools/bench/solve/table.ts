import { markdownTable } from '../../../src/studio/examine/markdown-table.ts';
import type { Tokens } from '../../../src/studio/examine/meter.ts';
import type { Key } from '../exams/results.ts';
import { against, distinct, shareOf, sum } from '../exams/table.ts';

export type SolveResult = Key & Tokens & { solved: boolean; programs: number; seconds: number };

const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
const whole = (number: number): string => Math.round(number).toLocaleString('en');

/**
 * The results as Markdown: for each exam a row a method, pass@1 in per cent with Wilson's 95 % interval, tokens and seconds
 * a problem, and against `reference` its share of tokens and McNemar's test on the same problems.
 */
export function tables(results: readonly SolveResult[], reference: string): string {
  const text: string[] = [];
  for (const exam of distinct(results.map((one) => one.exam))) {
    const all = results.filter((one) => one.exam === exam);
    const of = (method: string) => all.filter((one) => one.method === method);
    const base = of(reference);
    const tokens = (own: readonly SolveResult[]) =>
      mean(own.map(({ computed, decoded }) => computed + decoded));
    const rows = distinct(all.map(({ method }) => method)).map((method) => {
      const own = of(method);
      const compared = method !== reference && base.length > 0;
      return [
        method,
        `${own.length}`,
        shareOf(own, ({ solved }) => solved),
        whole(mean(own.map(({ computed }) => computed))),
        whole(mean(own.map(({ decoded }) => decoded))),
        whole(tokens(own)),
        compared ? (tokens(own) / tokens(base)).toFixed(2) : '',
        mean(own.map(({ programs }) => programs)).toFixed(1),
        mean(own.map(({ seconds }) => seconds)).toFixed(1),
        compared ? against(own, base) : '',
      ];
    });
    const seeds = distinct(all.map(({ seed }) => seed)).join(', ');
    const budgets = distinct(all.map(({ budget }) => budget)).join(', ');
    text.push(
      `### ${exam}`,
      '',
      `Seed ${seeds}; at most ${budgets} tokens a problem, of prompts (what is shared within a batch once) and answers.`,
      '',
      ...markdownTable(
        [
          'method',
          'problems',
          'pass@1, %',
          'prompt tokens computed',
          'tokens decoded',
          'together',
          `of ${reference}`,
          'programs run',
          'seconds',
          `against ${reference}`,
        ],
        rows,
      ),
      '',
    );
  }
  return text.join('\n');
}
