import type { Progress } from '../../store/submissions.ts';
import type { ListedProblem } from '../app-state.ts';

export const ORDERS = ['as they came', 'title', 'easiest first', 'hardest first'] as const;

/** What the person wants to see of the library. */
export interface Filter {
  /** Words that the title, the source or a tag must hold, all of them. */
  query: string;
  /** Empty for any. */
  tag: string;
  progress: 'all' | 'new' | Progress;
  order: (typeof ORDERS)[number];
}

export const EVERYTHING: Filter = { query: '', tag: '', progress: 'all', order: 'as they came' };

/** The problems that a filter leaves, in its order; a problem without a rating comes after those with one. */
export function filtered(
  problems: readonly ListedProblem[],
  progress: ReadonlyMap<string, Progress>,
  filter: Filter,
): ListedProblem[] {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  const left = problems.filter(({ problem }) => {
    const { id, title, source, tags } = problem;
    const text = [title, source, ...tags].join('\n').toLowerCase();
    if (!words.every((word) => text.includes(word))) return false;
    if (filter.tag !== '' && !tags.includes(filter.tag)) return false;
    return filter.progress === 'all' || (progress.get(id) ?? 'new') === filter.progress;
  });
  return left.sort(COMPARE[filter.order]);
}

type Compare = (a: ListedProblem, b: ListedProblem) => number;

const byRating = (sign: 1 | -1): Compare => {
  const key = ({ problem: { rating } }: ListedProblem) => (rating === null ? Infinity : sign * rating);
  return (a, b) => (key(a) === key(b) ? 0 : key(a) - key(b));
};

const COMPARE: Record<Filter['order'], Compare> = {
  'as they came': () => 0,
  title: (a, b) => a.problem.title.localeCompare(b.problem.title),
  'easiest first': byRating(1),
  'hardest first': byRating(-1),
};

/** Every tag that any of the problems carries, by name. */
export function tagsOf(problems: readonly ListedProblem[]): string[] {
  return [...new Set(problems.flatMap(({ problem }) => problem.tags))].sort();
}
