import type { Reduction } from './block.ts';
import { pairs } from './folds.ts';
import { loop, type Row, reduction } from './reduction.ts';

const ascending = (a: number[]) => [...a].sort((x, y) => x - y);

/** Reductions that sort and then walk with one or two pointers, take greedily, or try all triples. */
const rows: Record<string, Row> = {
  'closest-pair': {
    title: 'Closest',
    technique: 'sorting',
    phrase: ['the smallest difference between two of {x}'],
    short: [
      'the smallest difference between two of them',
      'how close the two closest {items} are',
      'the least distance of two {items}',
    ],
    plan: 'Sort and print the smallest difference of neighbours, or 0 if there is none.',
    python: ['a.sort()', 'print(min((y - x for x, y in zip(a, a[1:])), default=0))'],
    run: (a) => {
      const sorted = ascending(a);
      return a.length > 1 ? Math.min(...sorted.slice(1).map((x, i) => x - sorted[i]!)) : 0;
    },
    whenEmpty: '0',
    mistaken: ['spread', 'minimum'],
  },
  'near-pairs': {
    title: 'Near Pairs',
    technique: 'two pointers',
    phrase: ['the number of pairs among {x} that differ by at most {c}'],
    short: [
      'the number of pairs that differ by at most {c}',
      'how many pairs are not more than {c} apart',
      'how many pairs have a difference of {c} or less',
    ],
    plan: 'Sort, move two pointers, and count the pairs that differ by at most {c}.',
    draw: (random) => ({ c: random.int(1, 15) }),
    python: [
      'a.sort()',
      't = j = 0',
      'for i in range(len(a)):',
      '    while a[i] - a[j] > {c}:',
      '        j += 1',
      '    t += i - j',
      'print(t)',
    ],
    run: (a, { c }) => pairs(a, (x, y) => Math.abs(x - y) <= c),
    mistaken: ['pairs-with-sum', 'inversions'],
  },
  affordable: {
    title: 'Shopping',
    technique: 'greedy',
    phrase: ['how many of {x} can be taken so that their sum is at most {c}'],
    short: [
      'how many of them you can take at most so that their sum is at most {c}',
      'the largest number of {items} that cost no more than {c} together',
      'how many can be bought with {c} coins, the cheapest first',
    ],
    plan: 'Sort, take the smallest while the sum is at most {c}, and print how many.',
    draw: (random) => ({ c: random.int(10, 60) }),
    needsNonNegative: true,
    python: [
      'a.sort()',
      't = m = 0',
      'for x in a:',
      '    if m + x <= {c}:',
      '        m += x',
      '        t += 1',
      'print(t)',
    ],
    run: (a, { c }) => {
      let [count, spent] = [0, 0];
      for (const x of ascending(a)) if (spent + x <= c) [count, spent] = [count + 1, spent + x];
      return count;
    },
    mistaken: ['count', 'loads'],
  },
  loads: {
    title: 'Loads',
    technique: 'greedy',
    ordered: true,
    phrase: ['the number of loads of at most {c} that {x} fill in their order'],
    short: [
      'how many loads of at most {c} they fill in their order, a larger one being a load of its own',
      'how many trips are needed if they are carried in order, up to {c} a trip, a larger one alone',
      'the number of boxes filled in order with at most {c} each, a larger one in a box of its own',
    ],
    plan: 'Fill loads in order, start a new one when {c} is passed, and print how many.',
    draw: (random) => ({ c: random.int(10, 50) }),
    needsNonNegative: true,
    python: loop(
      't = 0',
      'm = {c} + 1',
      'for x in a:',
      '    if m + x > {c}:',
      '        t += 1',
      '        m = 0',
      '    m += x',
    ),
    run: (a, { c }) => {
      let [loads, filled] = [0, c + 1];
      for (const x of a) {
        if (filled + x > c) [loads, filled] = [loads + 1, 0];
        filled += x;
      }
      return loads;
    },
    mistaken: ['affordable', 'count'],
  },
  'triples-with-sum': {
    title: 'Triples',
    technique: 'nested loops',
    phrase: ['the number of triples among {x} whose sum is {c}'],
    short: [
      'the number of triples with sum {c}',
      'how many triples add up to {c}',
      'in how many ways three of them add up to {c}',
    ],
    plan: 'Try all triples, count those with sum {c}, and print the count.',
    draw: (random) => ({ c: random.int(3, 30) }),
    python: loop(
      't = 0',
      'for i in range(len(a)):',
      '    for j in range(i):',
      '        for h in range(j):',
      '            if a[i] + a[j] + a[h] == {c}:',
      '                t += 1',
    ),
    run: (a, { c }) => a.reduce((sum, x, i) => sum + pairs(a.slice(0, i), (y, z) => x + y + z === c), 0),
    mistaken: ['pairs-with-sum', 'count'],
  },
};

export const GREEDY_REDUCTIONS: Reduction[] = Object.entries(rows).map(([id, row]) => reduction(id, row));
