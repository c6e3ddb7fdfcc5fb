import { ROLES } from '../../llm/engine.ts';
import { type ByRole, noAnswers } from '../examine/meter.ts';
import { holm, type Paired, paired, wilson } from '../examine/statistics.ts';
import type { BenchmarkId } from './benchmark.ts';
import { METHODS, methodOf } from './methods.ts';
import { type Published, publishedFor } from './published.ts';
import { modelText, type Row } from './row.ts';

/** What a method did, over all problems and seeds that it has rows of. */
export interface MethodLine {
  /** Names the method, and its packs where there are several; pairs name lines by it. */
  name: string;
  rows: number;
  problems: number;
  solved: number;
  /** pass@1, 0 to 1, with the ends of its 95 % interval (Wilson). */
  share: number;
  low: number;
  high: number;
  /** Means a row: tokens of prompts, a shared beginning once, tokens of answers, programs that were run, seconds. */
  promptTokens: number;
  answerTokens: number;
  programs: number;
  seconds: number;
  /** Mean of the rows whose energy is known; null where it is of none. */
  joules: number | null;
  byRole: ByRole;
}

/** Two methods on the same problems with the same seeds, by McNemar's exact test; `adjusted` by Holm over all pairs. */
export interface PairLine extends Paired {
  first: string;
  second: string;
  adjusted: number;
}

/** Results that may be compared: of the same problems, model, language and budget. */
export interface Report {
  benchmark: BenchmarkId;
  set: string;
  model: string;
  base: string;
  language: string;
  tokens: number;
  seeds: number[];
  /** What it ran on; more than one may give other answers. */
  kernels: string[];
  methods: MethodLine[];
  pairs: PairLine[];
  published: Published[];
}

/** One report for each group of rows that may be compared, in the order in which they come. */
export function reportsOf(rows: readonly Row[]): Report[] {
  const groups = grouped(rows, ({ set, language, tokens, by }) =>
    [set, language, tokens, by.model, by.base].join('|'),
  );
  return groups.map(reportOf);
}

function reportOf(rows: readonly Row[]): Report {
  const [{ benchmark, set, language, tokens, by }] = rows as [Row];
  const order = new Map(METHODS.map(({ id }, i) => [id, i]));
  const lines = grouped(rows, (row) => `${row.method}|${modelText(row.by)}`)
    .sort(([p], [q]) => order.get(p!.method)! - order.get(q!.method)!)
    .map((own) => ({ own, name: nameOf(own[0]!, rows) }));
  const pairs = lines.flatMap((first, i) =>
    lines.slice(i + 1).map((second) => ({
      ...{ first: first.name, second: second.name },
      ...paired(first.own, second.own, ({ problem, seed }) => `${problem}/${seed}`),
    })),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  return {
    ...{ benchmark, set, language, tokens, model: by.model, base: by.base },
    seeds: distinct(rows.map(({ seed }) => seed)).sort((a, b) => a - b),
    kernels: distinct(rows.map((row) => row.by.kernels)),
    methods: lines.map(({ own, name }) => lineOf(own, name)),
    pairs: pairs.map((pair, i) => ({ ...pair, adjusted: adjusted[i]! })),
    published: publishedFor(benchmark),
  };
}

/** The method's name, with its packs' where rows have it with others too. */
function nameOf({ method, by }: Row, rows: readonly Row[]): string {
  const { name } = methodOf(method);
  const others = rows.filter((row) => row.method === method).map((row) => modelText(row.by));
  if (distinct(others).length === 1) return name;
  return `${name} (${by.packs.map(({ hash }) => hash.slice(0, 6)).join(' ')})`;
}

function lineOf(own: readonly Row[], name: string): MethodLine {
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const solved = own.filter((row) => row.solved).length;
  const [low, high] = wilson(solved, own.length);
  const known = own.flatMap(({ joules }) => (joules === null ? [] : [joules]));
  const byRole = noAnswers();
  for (const row of own)
    for (const role of ROLES)
      for (const key of ['answers', 'unreadable', 'cut'] as const) byRole[role][key] += row.byRole[role][key];
  return {
    ...{ name, rows: own.length, solved, share: solved / own.length, low, high, byRole },
    problems: distinct(own.map(({ problem }) => problem)).length,
    promptTokens: mean(own.map(({ computed }) => computed)),
    answerTokens: mean(own.map(({ decoded }) => decoded)),
    programs: mean(own.map(({ programs }) => programs)),
    seconds: mean(own.map(({ seconds }) => seconds)),
    joules: known.length === 0 ? null : mean(known),
  };
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(item);
  }
  return [...groups.values()];
}
