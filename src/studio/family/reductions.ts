import type { Reduction } from './block.ts';

type P = { c: number; d: number };

const OUT = '[Print|Output|Write|Find|Compute|Report|Give|Determine|Work out]';
const SHOW = '[Print|Output|Write|Give|Show]';

interface Row {
  title: string;
  /** Noun phrases about `{x}`. */
  phrase: string[];
  /** Noun phrases that stand alone after the values are known. */
  short: string[];
  /** Questions or other whole sentences. */
  say?: string[];
  plan: string;
  technique: string;
  python: string[];
  run: (a: number[], p: P) => number | string;
  whenEmpty?: string;
  ordered?: boolean;
  needsNonNegative?: boolean;
  draw?: NonNullable<Reduction['draw']>;
  mistaken: string[];
}

function reduction(id: string, row: Row): Reduction {
  const { short, say = [], run, phrase, ...rest } = row;
  return {
    stage: 'reduction',
    from: 'numbers',
    id,
    ...rest,
    phrase,
    say: [
      ...short.map((x) => `${OUT} ${x}.`),
      ...short.filter((x) => /^the(ir)? /.test(x)).map((x) => `What is ${x}?`),
      ...say,
    ],
    run: (values: number[], p) => String(run(values, p)),
  };
}

const total = (a: number[]) => a.reduce((x, y) => x + y, 0);
/** Ends on NaN too, which numbers past 2^53 may lead to; such problems are refused later. */
function gcd(x: number, y: number): number {
  return y > 0 ? gcd(y, x % y) : x;
}

function mostFrequent(a: number[]): number {
  const counts = new Map<number, number>();
  for (const x of a) counts.set(x, (counts.get(x) ?? 0) + 1);
  return [...counts].sort((p, q) => q[1] - p[1] || p[0] - q[0])[0]?.[0] ?? 0;
}

function bestSegment(a: number[]): number {
  let best = a[0] ?? 0;
  let sum = 0;
  for (const x of a) {
    sum = Math.max(sum + x, x);
    best = Math.max(best, sum);
  }
  return best;
}

function longestRun(a: number[], same: (x: number, y: number) => boolean): number {
  let best = 0;
  let run = 0;
  a.forEach((x, i) => {
    run = i > 0 && same(a[i - 1]!, x) ? run + 1 : 1;
    best = Math.max(best, run);
  });
  return best;
}

function pairs(a: number[], test: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) for (let j = i + 1; j < a.length; j++) if (test(a[i]!, a[j]!)) count++;
  return count;
}

/** Plans and programs that go through the values with a loop share this shape. */
const loop = (first: string, ...body: string[]) => [first, ...body, 'print(t)'];

const rows: Record<string, Row> = {
  sum: {
    title: 'Sum',
    technique: 'total',
    phrase: ['the sum of {x}', 'the total of {x}'],
    short: ['the sum', 'their sum', 'the total', 'their total', 'the sum of what is left'],
    say: [
      '[Add|Sum] them [all up|up|all] and [print|write|output] the [result|sum|total].',
      'How much do they [add up to|sum to|make together]?',
    ],
    plan: 'Print the sum.',
    python: ['print(sum(a))'],
    run: total,
    mistaken: ['count', 'maximum', 'product'],
  },
  count: {
    title: 'Count',
    technique: 'counting',
    phrase: ['the number of {x}', 'the count of {x}'],
    short: [
      'the count',
      'their count',
      'how many there are',
      'how many are left',
      'the number of remaining {items}',
    ],
    say: [
      'How many [{items} are left|are left|remain|are there]?',
      'Count them and [print|output|write] the count.',
    ],
    plan: 'Print the count.',
    python: ['print(len(a))'],
    run: (a) => a.length,
    mistaken: ['sum', 'distinct-count', 'maximum'],
  },
  maximum: {
    title: 'Maximum',
    technique: 'extremes',
    phrase: ['the maximum of {x}', 'the largest of {x}', 'the greatest of {x}'],
    short: [
      'the maximum',
      'the largest one',
      'the largest {item}',
      'the greatest one',
      'the biggest one',
      'the highest one',
    ],
    say: ['Which one is the [largest|greatest|biggest|highest]?'],
    plan: 'Print the maximum, or 0 if there is none.',
    python: ['print(max(a, default=0))'],
    run: (a) => (a.length ? Math.max(...a) : 0),
    whenEmpty: '0',
    mistaken: ['minimum', 'sum', 'second'],
  },
  minimum: {
    title: 'Minimum',
    technique: 'extremes',
    phrase: ['the minimum of {x}', 'the smallest of {x}', 'the lowest of {x}'],
    short: ['the minimum', 'the smallest one', 'the smallest {item}', 'the lowest one', 'the least one'],
    say: ['Which one is the [smallest|least|lowest]?'],
    plan: 'Print the minimum, or 0 if there is none.',
    python: ['print(min(a, default=0))'],
    run: (a) => (a.length ? Math.min(...a) : 0),
    whenEmpty: '0',
    mistaken: ['maximum', 'sum'],
  },
  spread: {
    title: 'Spread',
    technique: 'extremes',
    phrase: ['the difference between the largest and the smallest of {x}', 'the spread of {x}'],
    short: [
      'the difference between the largest and the smallest',
      'the maximum minus the minimum',
      'how far the largest is from the smallest',
    ],
    plan: 'Print the maximum minus the minimum, or 0 if there is none.',
    python: ['print(max(a, default=0) - min(a, default=0))'],
    run: (a) => (a.length ? Math.max(...a) - Math.min(...a) : 0),
    whenEmpty: '0',
    mistaken: ['maximum', 'sum'],
  },
  product: {
    title: 'Product Mod',
    technique: 'total',
    phrase: ['the product of {x} modulo 1000'],
    short: ['their product modulo 1000', 'the product modulo 1000', 'the remainder of their product by 1000'],
    say: ['Multiply them [all|] and [print|output|write] the result modulo 1000.'],
    plan: 'Multiply all modulo 1000 and print the product.',
    python: loop('t = 1', 'for x in a:', '    t = t * x % 1000'),
    needsNonNegative: true,
    run: (a) => a.reduce((t, x) => (t * x) % 1000, 1),
    mistaken: ['sum', 'count'],
  },
  average: {
    title: 'Average',
    technique: 'total',
    phrase: ['the average of {x}, rounded down', 'the mean of {x}, rounded down'],
    short: ['the average, rounded down', 'their mean, rounded down', 'the whole part of their average'],
    plan: 'Print the sum divided by the count, rounded down, or 0 if there is none.',
    python: ['print(sum(a) // len(a) if a else 0)'],
    needsNonNegative: true,
    run: (a) => (a.length ? Math.floor(total(a) / a.length) : 0),
    whenEmpty: '0',
    mistaken: ['sum', 'median'],
  },
  median: {
    title: 'Median',
    technique: 'sorting',
    phrase: ['the lower median of {x}', 'the lower middle one of {x} in sorted order'],
    short: [
      'the lower median',
      'the lower middle one after sorting',
      'the lower middle {item} in sorted order',
    ],
    plan: 'Sort and print the lower median, or 0 if there is none.',
    python: ['a.sort()', 'print(a[(len(a) - 1) // 2] if a else 0)'],
    run: (a) => [...a].sort((x, y) => x - y)[(a.length - 1) >> 1] ?? 0,
    whenEmpty: '0',
    mistaken: ['average', 'maximum'],
  },
  second: {
    title: 'Second Largest',
    technique: 'sorting',
    phrase: ['the second largest of {x}', 'the second greatest of {x}'],
    short: [
      'the second largest one',
      'the second greatest one',
      'the second largest {item}',
      'the runner-up',
    ],
    plan: 'Sort and print the second largest, or 0 if there is none.',
    python: ['a.sort()', 'print(a[-2] if len(a) > 1 else 0)'],
    run: (a) => (a.length > 1 ? [...a].sort((x, y) => x - y)[a.length - 2]! : 0),
    whenEmpty: '0',
    mistaken: ['maximum', 'minimum'],
  },
  gcd: {
    title: 'Common Divisor',
    technique: 'number theory',
    phrase: ['the greatest common divisor of {x}', 'the gcd of {x}'],
    short: ['their greatest common divisor', 'the gcd', 'the largest number that divides all of them'],
    plan: 'Fold the values with gcd and print it.',
    python: ['from math import gcd', 't = 0', 'for x in a:', '    t = gcd(t, x)', 'print(t)'],
    needsNonNegative: true,
    run: (a) => a.reduce(gcd, 0),
    whenEmpty: '0',
    mistaken: ['minimum', 'sum'],
  },
  'distinct-count': {
    title: 'Different',
    technique: 'sets',
    phrase: ['the number of different ones among {x}', 'the count of distinct ones among {x}'],
    short: [
      'how many different ones there are',
      'the number of distinct ones',
      'the number of different {items}',
    ],
    say: ['How many different [ones|{items}] are there?', 'Count the different ones, each only once.'],
    plan: 'Print the number of different values.',
    python: ['print(len(set(a)))'],
    run: (a) => new Set(a).size,
    mistaken: ['count', 'sum'],
  },
  frequent: {
    title: 'Mode',
    technique: 'counting',
    phrase: ['the most frequent one of {x}, the smallest if several tie'],
    short: [
      'the most frequent one, the smallest if several tie',
      'the one that appears most often, the smallest if there is a tie',
      'the most common {item}, the smallest in a tie',
    ],
    plan: 'Print the most frequent value, the smallest in a tie, or 0 if there is none.',
    python: ['print(min(a, key=lambda x: (-a.count(x), x), default=0))'],
    run: mostFrequent,
    whenEmpty: '0',
    mistaken: ['maximum', 'minimum'],
  },
  line: {
    title: 'List',
    technique: 'output',
    ordered: true,
    phrase: ['{x} on one line', '{x}, separated by spaces'],
    short: [],
    say: [
      `${SHOW} [them on one line|them, separated by spaces|what is left on one line|the resulting list on one line].`,
    ],
    plan: 'Print the values on one line.',
    python: ['print(*a)'],
    run: (a) => a.join(' '),
    mistaken: ['column', 'sum'],
  },
  column: {
    title: 'Column',
    technique: 'output',
    ordered: true,
    phrase: ['{x}, one on each line', '{x}, each on its own line'],
    short: [],
    say: [`${SHOW} [them one on each line|each of them on its own line|what is left, one on each line].`],
    plan: 'Print each value on its own line.',
    python: ['for x in a:', '    print(x)'],
    run: (a) => a.join('\n'),
    mistaken: ['line', 'count'],
  },
  alternating: {
    title: 'Alternating Sum',
    technique: 'total',
    ordered: true,
    phrase: ['the alternating sum of {x}, starting with plus'],
    short: [
      'the alternating sum, starting with plus',
      'the first minus the second plus the third and so on',
      'the sum with signs plus, minus, plus and so on',
    ],
    plan: 'Print the alternating sum.',
    python: ['print(sum(a[::2]) - sum(a[1::2]))'],
    run: (a) => a.reduce((t, x, i) => t + (i % 2 ? -x : x), 0),
    mistaken: ['sum'],
  },
  segment: {
    title: 'Best Segment',
    technique: 'dynamic programming',
    ordered: true,
    phrase: ['the largest sum of a non-empty segment of {x}'],
    short: [
      'the largest sum of a non-empty segment',
      'the greatest sum of neighbours in a row',
      'the best sum of a contiguous part that is not empty',
    ],
    plan: 'Keep the best sum that ends here, and print the best, or 0 if there is none.',
    python: [
      'b = t = a[0] if a else 0',
      'for x in a[1:]:',
      '    t = max(t + x, x)',
      '    b = max(b, t)',
      'print(b)',
    ],
    run: bestSegment,
    whenEmpty: '0',
    mistaken: ['sum', 'maximum'],
  },
  rises: {
    title: 'Rises',
    technique: 'neighbours',
    ordered: true,
    phrase: ['the number of times that {x} rise from one to the next'],
    short: [
      'how often one is larger than the one before',
      'the number of {items} larger than the one before',
      'how many are greater than their left neighbour',
    ],
    plan: 'Count the values larger than the one before, and print the count.',
    python: ['print(sum(x < y for x, y in zip(a, a[1:])))'],
    run: (a) => a.filter((x, i) => i > 0 && x > a[i - 1]!).length,
    mistaken: ['count', 'equal-neighbours'],
  },
  'equal-neighbours': {
    title: 'Twins',
    technique: 'neighbours',
    ordered: true,
    phrase: ['the number of equal neighbours in {x}'],
    short: [
      'the number of equal neighbours',
      'how often one is equal to the one before',
      'how many are the same as their left neighbour',
    ],
    plan: 'Count the values equal to the one before, and print the count.',
    python: ['print(sum(x == y for x, y in zip(a, a[1:])))'],
    run: (a) => a.filter((x, i) => i > 0 && x === a[i - 1]!).length,
    mistaken: ['rises', 'distinct-count'],
  },
  'rising-run': {
    title: 'Rising Run',
    technique: 'runs',
    ordered: true,
    phrase: ['the length of the longest rising run of {x}'],
    short: [
      'the length of the longest rising run',
      'the length of the longest part in a row where each is larger than the one before',
      'how long the longest increasing run is',
    ],
    plan: 'Go through the values, count the rising run, and print the longest.',
    python: loop(
      't = r = 0',
      'for i in range(len(a)):',
      '    r = r + 1 if i > 0 and a[i - 1] < a[i] else 1',
      '    t = max(t, r)',
    ),
    run: (a) => longestRun(a, (x, y) => x < y),
    mistaken: ['equal-run', 'rises'],
  },
  'equal-run': {
    title: 'Longest Run',
    technique: 'runs',
    ordered: true,
    phrase: ['the length of the longest run of equal ones in {x}'],
    short: [
      'the length of the longest run of equal {items}',
      'the length of the longest block of equal ones',
      'how long the longest run of the same {item} is',
    ],
    plan: 'Go through the values, count the equal run, and print the longest.',
    python: loop(
      't = r = 0',
      'for i in range(len(a)):',
      '    r = r + 1 if i > 0 and a[i - 1] == a[i] else 1',
      '    t = max(t, r)',
    ),
    run: (a) => longestRun(a, (x, y) => x === y),
    mistaken: ['rising-run', 'equal-neighbours'],
  },
  'pairs-with-sum': {
    title: 'Pair Count',
    technique: 'nested loops',
    phrase: ['the number of pairs among {x} whose sum is {c}'],
    short: [
      'the number of pairs with sum {c}',
      'how many pairs add up to {c}',
      'how many pairs have the sum {c}',
    ],
    draw: (random) => ({ c: random.int(2, 20) }),
    plan: 'Try all pairs, count those with sum {c}, and print the count.',
    python: loop(
      't = 0',
      'for i in range(len(a)):',
      '    for j in range(i):',
      '        if a[i] + a[j] == {c}:',
      '            t += 1',
    ),
    run: (a, { c }) => pairs(a, (x, y) => x + y === c),
    mistaken: ['inversions', 'count'],
  },
  inversions: {
    title: 'Inversions',
    technique: 'nested loops',
    ordered: true,
    phrase: ['the number of inversions of {x}, pairs with the larger one first'],
    short: [
      'the number of inversions',
      'the number of pairs where the larger one comes first',
      'how many pairs stand in the wrong order',
    ],
    plan: 'Try all pairs, count those with the larger one first, and print the count.',
    python: loop(
      't = 0',
      'for i in range(len(a)):',
      '    for j in range(i):',
      '        if a[j] > a[i]:',
      '            t += 1',
    ),
    run: (a) => pairs(a, (x, y) => x > y),
    mistaken: ['pairs-with-sum', 'rises'],
  },
  sorted: {
    title: 'In Order',
    technique: 'decision',
    ordered: true,
    phrase: [],
    short: [],
    say: [
      `${SHOW} YES if they [never fall|are in rising order|stand in non-decreasing order], [else|otherwise] NO.`,
      'Are they in rising order, equal ones allowed? [Answer|Print|Write] YES or NO.',
    ],
    plan: 'Print YES if the values never fall, else NO.',
    python: ["print('YES' if a == sorted(a) else 'NO')"],
    run: (a) => (a.every((x, i) => i === 0 || a[i - 1]! <= x) ? 'YES' : 'NO'),
    mistaken: ['palindrome', 'all-different'],
  },
  palindrome: {
    title: 'Mirror',
    technique: 'decision',
    ordered: true,
    phrase: [],
    short: [],
    say: [
      `${SHOW} YES if they [read the same from both sides|are a palindrome|are the same in reverse], [else|otherwise] NO.`,
      'Do they read the same [backwards|in reverse|from both sides]? [Answer|Print|Write] YES or NO.',
    ],
    plan: 'Print YES if the values equal their reverse, else NO.',
    python: ["print('YES' if a == a[::-1] else 'NO')"],
    run: (a) => (a.every((x, i) => x === a[a.length - 1 - i]) ? 'YES' : 'NO'),
    mistaken: ['sorted', 'all-different'],
  },
  'all-different': {
    title: 'All Different',
    technique: 'decision',
    phrase: [],
    short: [],
    say: [
      `${SHOW} YES if they are all different, [else|otherwise] NO.`,
      `${SHOW} YES if no {item} [repeats|appears twice], [else|otherwise] NO.`,
      'Are they all different? [Answer|Print|Write] YES or NO.',
    ],
    plan: 'Print YES if all values are different, else NO.',
    python: ["print('YES' if len(set(a)) == len(a) else 'NO')"],
    run: (a) => (new Set(a).size === a.length ? 'YES' : 'NO'),
    mistaken: ['sorted', 'palindrome'],
  },
};

export const NUMBER_REDUCTIONS: Reduction[] = Object.entries(rows).map(([id, row]) => reduction(id, row));
