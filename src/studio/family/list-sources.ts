import type { Source } from './block.ts';
import { join, list, plain, readList, smallK } from './inputs.ts';

/** Sources that read lists: one, two to be joined pair by pair, or a grid. */
const SIGNED = [
  'numbers',
  'integers',
  'values',
  'whole numbers',
  'elements',
  'entries',
  'temperatures',
  'changes',
  'balances',
];
const UNSIGNED = [
  'numbers',
  'integers',
  'values',
  'scores',
  'prices',
  'heights',
  'weights',
  'marks',
  'points',
  'ages',
  'lengths',
];
const RESULTS = ['the {items}', 'these {items}', 'the {items} that you get', 'all these {items}'];

export function listSource(nonNegative: boolean): Source[] {
  const sign = nonNegative ? '' : '-signed';
  const items = nonNegative ? UNSIGNED : SIGNED;
  const whole = [
    'the {items}',
    'the given {items}',
    'all the {items}',
    'all given {items}',
    'the {items} of the list',
  ];
  const common = {
    stage: 'source',
    to: 'numbers',
    items,
    whole,
    nonNegative,
    technique: 'reading',
    title: '',
  } as const;
  return [
    {
      ...common,
      id: `counted${sign}`,
      given: [
        'n and n {items}',
        'a number n and then n {items}',
        'n and, on the next line, n {items}',
        'n {items}, with n on the line before',
      ],
      say: [
        'On the first line there is [a number|one number|an integer] n. The second line [has|holds|gives] n {items}.',
        'First [comes|you read] n, [the number of {items}|how many {items} there are], and then the {items} [themselves|on a line of their own].',
        '[Two lines are given|The input has two lines]: n, and below it n {items}.',
        'There [is|was] a list of n {items}. n [stands|is] on the first line, the list on the second.',
        '[A bakery|A library|A small zoo|The school|A weather station] [keeps|has] a list of n {items}; [n comes first, then the list|you read n and then the list].',
        '[First line|Line 1]: n. [Second line|Line 2]: the n {items}.',
        '[You are given|You get|There are|Here are|We have] n {items}. [The first line|Line 1|Line one] [has|holds|contains|gives|is] n, [the second line|the next line|line 2] [has|holds|contains|gives] the {items}.',
        '[The input is|The input has|You read] [a number n|an integer n|n] and then n {items} on [one line|the second line|the next line].',
        '[Anna|Ben|Mia|Tom|A shop|A teacher|A farmer|A robot] [wrote down|noted|collected|listed|recorded] n {items}. [First comes n|The first line is n|The first line has n], [then|and then|and on the next line] the {items}.',
      ],
      plan: 'Read n and the list a.',
      python: ['n = int(input())', readList],
      make: (random, shape) => {
        const values = list(random, shape, nonNegative);
        return plain(`${values.length}\n${join(values)}\n`, values);
      },
    },
    {
      ...common,
      id: `line${sign}`,
      given: [
        'a line of {items}',
        '[some|several] {items} on one line',
        'a list of {items}, all on one line',
      ],
      say: [
        'The input is [just|only] one line [of|with] {items}.',
        'All {items} [stand|are given] on one line.',
        '[A bakery|A library|A small zoo|The school|A weather station] [keeps|has] a list of {items}, [written|given] on a single line.',
        'On one line [there are|you find] {items} [with spaces between|separated by spaces]; how many is not said.',
        '[Here|Below] is a line of {items}.',
        '[You are given|You get|The input is|There is|Read|Take] [a line of|one line with|one line of|a single line with] {items}.',
        '[The only line|A single line|One line] [has|holds|contains|gives] [some|a few|several] {items}, [separated by spaces|split by spaces|with spaces between them].',
        '[Anna|Ben|Mia|Tom|A shop|A teacher|A farmer|A robot] [wrote|noted|listed|recorded] [some|several|a few] {items} on [one line|a single line].',
      ],
      plan: 'Read the list a from one line.',
      python: [readList],
      make: (random, shape) => {
        const values = list(random, shape, nonNegative);
        return plain(`${join(values)}\n`, values);
      },
    },
    {
      ...common,
      id: `with-k${sign}`,
      reads: 'k',
      given: [
        'n, k and n {items}',
        'n and k and, on the next line, n {items}',
        'two numbers n and k and then n {items}',
      ],
      say: [
        'The input [has|gives] n and k on one line and n {items} on the [next|second].',
        'You [get|read] n, k and, on the next line, n {items}.',
        'There are n {items} and [one more number,|a number] k. n and k come first, the {items} [below|on the next line].',
        '[First line|Line 1]: n and k. [Second line|Line 2]: the n {items}.',
        '[A bakery|A library|A small zoo|The school|A weather station] [keeps|has] a list of n {items} and a number k; [n and k come first, then the list|you read n and k and then the list].',
        '[You are given|You get|There are|Here are] n {items} and a number k. The first line [has|holds|contains|gives] n and k, [the second line|the next line] [has|holds|contains|gives] the {items}.',
        '[The input starts with|The input begins with|First come|You read] [two numbers n and k|n and k|two integers n and k], then [come|follow] n {items}.',
      ],
      plan: 'Read n, k and the list a.',
      python: ['n, k = map(int, input().split())', readList],
      make: (random, shape) => {
        const values = list(random, shape, nonNegative);
        const k = smallK(random);
        return plain(`${values.length} ${k}\n${join(values)}\n`, values, k);
      },
    },
  ];
}

export function pairSource(
  id: string,
  word: string,
  operation: string,
  plan: string,
  expression: string,
  run: (x: number, y: number) => number,
  nonNegative: boolean,
): Source {
  return {
    stage: 'source',
    to: 'numbers',
    id,
    title: word,
    items: ['results', 'numbers', 'values'],
    whole: RESULTS,
    nonNegative,
    technique: 'two lists',
    say: [
      `The input has three lines: n, a list of n numbers and another list of n numbers. ${operation}`,
      '[Anna|Ben|Lena] and [Tom|Mia|Omar] [each|both] wrote down n numbers; n comes first, then a line for each of them. ' +
        operation,
      `Line 1 is n. Lines 2 and 3 have n [numbers|integers|values] each. ${operation}`,
      '[You are given|You get|There are|Here are] two lists of n [numbers|integers|values]. [The first line has|First comes|Line 1 has] n, then [come the two lists|the lists follow], one [a line|on each line]. ' +
        operation,
      '[The input has|You read|The input is] n and two [rows|lines] of n [numbers|integers|values]. ' +
        operation,
    ],
    plan,
    python: [
      'n = int(input())',
      readList,
      'b = list(map(int, input().split()))',
      `a = [${expression} for x, y in zip(a, b)]`,
    ],
    make: (random, shape) => {
      const first = list(random, shape, nonNegative);
      const second = first.map(() => random.int(nonNegative ? 0 : -20, 20));
      const values = first.map((x, i) => run(x, second[i]!));
      return plain(`${first.length}\n${join(first)}\n${join(second)}\n`, values);
    },
  };
}

export function gridSource(
  id: string,
  word: string,
  operation: string,
  plan: string,
  line: string,
  run: (grid: number[][]) => number[],
): Source {
  return {
    stage: 'source',
    to: 'numbers',
    id,
    title: word,
    items: ['results', 'numbers', 'values'],
    whole: RESULTS,
    nonNegative: true,
    technique: 'grid',
    say: [
      `A [grid|table] of numbers is given: r and c on one line, then its r rows of c numbers. ${operation}`,
      'Line 1 gives r and c. Each of the next r lines gives c numbers, the rows of a [table|grid]. ' +
        operation,
      '[Anna|Ben|Mia|Tom] fills a [table|grid] of r rows and c columns with numbers. You read r and c and then the rows. ' +
        operation,
      '[You are given|You get|There is|Here is] a [grid|table|board] with r rows and c columns. The first line [has|holds|gives] r and c, then [come|follow] the rows. ' +
        operation,
      '[The input has|You read|The input is] r and c and then a [grid|table] of r rows with c [numbers|integers] each. ' +
        operation,
    ],
    plan,
    python: [
      'r, c = map(int, input().split())',
      'g = [list(map(int, input().split())) for _ in range(r)]',
      line,
    ],
    make: (random, shape) => {
      const [r, c] =
        shape.size === 'one'
          ? [1, 1]
          : shape.size === 'small'
            ? [random.int(3, 4), random.int(2, 3)]
            : [random.int(1, 8), random.int(1, 8)];
      const most = shape.values === 'repeated' ? 3 : 20;
      const grid = Array.from({ length: r }, () =>
        Array.from({ length: c }, () => (shape.values === 'equal' ? 7 : random.int(0, most))),
      );
      return plain(`${r} ${c}\n${grid.map(join).join('\n')}\n`, run(grid));
    },
  };
}
