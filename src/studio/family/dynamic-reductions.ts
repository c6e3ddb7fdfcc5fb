import type { Reduction } from './block.ts';
import { loop, type Row, reduction } from './reduction.ts';

/** Reductions that carry a best value, a count of ways, or a state along. */
const rows: Record<string, Row> = {
  'rising-subsequence': {
    title: 'Longest Rise',
    technique: 'dynamic programming',
    ordered: true,
    phrase: ['the length of the longest rising subsequence of {x}'],
    short: [
      'the length of the longest rising subsequence',
      'the length of the longest increasing subsequence, where others may stand in between',
      'how many can be left at most so that each is larger than the one before',
    ],
    plan: 'For each value find the longest rise that ends there, and print the longest.',
    python: [
      't = [1] * len(a)',
      'for i in range(len(a)):',
      '    for j in range(i):',
      '        if a[j] < a[i]:',
      '            t[i] = max(t[i], t[j] + 1)',
      'print(max(t, default=0))',
    ],
    run: (a) => {
      const longest: number[] = [];
      for (const [i, x] of a.entries())
        longest.push(1 + Math.max(0, ...longest.filter((_, j) => j < i && a[j]! < x)));
      return Math.max(0, ...longest);
    },
    mistaken: ['rising-run', 'rises'],
  },
  apart: {
    title: 'Apart',
    technique: 'dynamic programming',
    ordered: true,
    phrase: ['the largest sum of some of {x}, no two of them neighbours'],
    short: [
      'the largest sum of some of them, no two of which are neighbours, or 0 for none',
      'the greatest total that you can pick without taking two neighbours, or 0 for none',
      'the best sum of {items} that do not stand side by side, or 0 for none',
    ],
    plan: 'Keep the best sums with and without the last value, and print the best.',
    python: ['t = m = 0', 'for x in a:', '    t, m = m, max(m, t + x)', 'print(m)'],
    run: (a) => {
      let [without, best] = [0, 0];
      for (const x of a) [without, best] = [best, Math.max(best, without + x)];
      return best;
    },
    mistaken: ['sum', 'segment'],
  },
  'subset-ways': {
    title: 'Ways',
    technique: 'dynamic programming',
    phrase: ['the number of ways to choose some of {x} with sum {c}'],
    short: [
      'the number of ways to choose some of them with sum {c}',
      'in how many ways some of them add up to {c}',
      'how many choices of {items} have the sum {c}',
    ],
    plan: 'Count the ways to reach each sum up to {c}, and print those for {c}.',
    draw: (random) => ({ c: random.int(3, 20) }),
    needsNonNegative: true,
    python: [
      't = [1] + [0] * {c}',
      'for x in a:',
      '    for i in range({c}, x - 1, -1):',
      '        t[i] += t[i - x]',
      'print(t[{c}])',
    ],
    run: (a, { c }) => {
      const ways = [1, ...Array<number>(c).fill(0)];
      // A problem that is tried without one of its steps may bring negative values: below 0 there is nothing to count.
      for (const x of a) for (let i = c; i >= Math.max(x, 0); i--) ways[i]! += ways[i - x]!;
      return ways[c]!;
    },
    mistaken: ['pairs-with-sum', 'count'],
  },
  'floor-walk': {
    title: 'Walk',
    technique: 'simulation',
    ordered: true,
    phrase: ['the last level of a walk that starts at 0 and adds {x}, but never falls below 0'],
    short: [
      'the level at the end if you start at 0 and add them one by one, but never fall below 0',
      'where a walk ends that starts at 0, adds each of them and goes back to 0 when it is negative',
      'what is left when you start with 0 and add each, with 0 in place of anything negative',
    ],
    plan: 'Start at 0, add each value but never fall below 0, and print the end.',
    python: loop('t = 0', 'for x in a:', '    t = max(t + x, 0)'),
    run: (a) => a.reduce((t, x) => Math.max(t + x, 0), 0),
    mistaken: ['sum', 'segment'],
  },
};

export const DYNAMIC_REDUCTIONS: Reduction[] = Object.entries(rows).map(([id, row]) => reduction(id, row));
