import type { Instance, Shape, Source } from './block.ts';
import type { Random } from './random.ts';

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
const LIMIT = 50;

function count(random: Random, size: Shape['size']): number {
  if (size === 'one') return 1;
  if (size === 'small') return random.int(4, 7);
  return size === 'medium' ? random.int(8, 15) : random.int(25, 40);
}

/** A list of numbers of the wanted shape. */
function list(random: Random, shape: Shape, nonNegative: boolean): number[] {
  const low = nonNegative ? 0 : -LIMIT;
  const draw = (from: number, to: number) => () => random.int(from, to);
  const spread = shape.size === 'small' ? 20 : LIMIT;
  const by: Record<Shape['values'], () => number> = {
    mixed: draw(nonNegative ? 0 : -spread, spread),
    equal: (
      (value) => () =>
        value
    )(random.int(low, LIMIT)),
    negative: nonNegative ? draw(0, 9) : draw(-LIMIT, -1),
    positive: draw(1, LIMIT),
    ascending: draw(low, LIMIT),
    extreme: () => random.pick([low, LIMIT, 0, low + 1, LIMIT - 1]),
    repeated: draw(nonNegative ? 0 : -3, 4),
  };
  const values = Array.from({ length: count(random, shape.size) }, by[shape.values]);
  return shape.values === 'ascending' ? values.sort((x, y) => x - y) : values;
}

/** One number n whose size follows the shape. */
function single(random: Random, shape: Shape, most: number): number {
  if (shape.size === 'one') return 1;
  if (shape.size === 'small') return random.int(5, Math.min(30, most));
  return shape.size === 'medium' ? random.int(2, most) : random.int(Math.ceil(most / 2), most);
}

const join = (values: readonly (number | string)[]) => values.join(' ');
const plain = (text: string, values: (number | string)[], k = 0): Instance => ({ text, k, values });
const readList = 'a = list(map(int, input().split()))';
const smallK = (random: Random) => random.int(1, 9);

function listSource(nonNegative: boolean): Source[] {
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
      say: [
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
      say: [
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
      say: [
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

function pairSource(
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

function gridSource(
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

const one = (
  id: string,
  spec: Omit<Source, 'stage' | 'to' | 'id' | 'nonNegative' | 'make'>,
  most: number,
  values: (n: number) => number[],
  least = 1,
): Source => ({
  stage: 'source',
  to: 'numbers',
  id,
  nonNegative: true,
  ...spec,
  make: (random, shape) => {
    const n = Math.max(least, single(random, shape, most));
    return plain(`${n}\n`, values(n));
  },
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

function fibonacci(n: number): number[] {
  const a = [1, 1];
  while (a.length < n) a.push(a[a.length - 1]! + a[a.length - 2]!);
  return a.slice(0, n);
}

function collatz(n: number): number[] {
  const a = [n];
  for (let x = n; x !== 1; a.push(x)) x = x % 2 === 0 ? x / 2 : 3 * x + 1;
  return a;
}

const GIVEN_N =
  '[You are given|You get|Given is|The input is|Read] [a number n|an integer n|one number n|one integer n]. ';

export const NUMBER_SOURCES: Source[] = [
  ...listSource(true),
  ...listSource(false),
  one(
    'up-to-n',
    {
      title: 'Up To N',
      items: ['numbers', 'integers', 'values'],
      technique: 'range',
      plan: 'Read n and list the numbers from 1 to n.',
      whole: [
        'the {items} from 1 to n',
        'all {items} from 1 to n',
        'the {items} between 1 and n',
        'the first n positive integers',
      ],
      say: [
        `${GIVEN_N}[Look at|Consider|Take|Write down] [all|the] {items} from 1 to n.`,
        `${GIVEN_N}[Go through|Walk through|List] 1, 2, ..., n.`,
      ],
      python: ['n = int(input())', 'a = list(range(1, n + 1))'],
    },
    60,
    upTo,
  ),
  {
    stage: 'source',
    to: 'numbers',
    id: 'from-l-to-r',
    title: 'Between',
    nonNegative: true,
    technique: 'range',
    items: ['numbers', 'integers', 'values'],
    whole: ['the {items} from l to r', 'all {items} from l to r', 'the {items} between l and r'],
    say: [
      '[You are given|You get|Given are|The input is|Read] two [numbers|integers] l and r. [Look at|Consider|Take|Write down] [all|the] {items} from l to r.',
      'One line [has|holds|gives] l and r. [Go through|List|Use] [all|the] {items} from l to r, [both included|ends included|both ends too].',
    ],
    plan: 'Read l and r and list the numbers from l to r.',
    python: ['l, r = map(int, input().split())', 'a = list(range(l, r + 1))'],
    make: (random, shape) => {
      const l = random.int(1, 30);
      const r = shape.size === 'one' ? l : l + random.int(3, shape.size === 'small' ? 9 : 40);
      return plain(`${l} ${r}\n`, upTo(r).slice(l - 1));
    },
  },
  {
    stage: 'source',
    to: 'numbers',
    id: 'digits',
    title: 'Digit',
    nonNegative: true,
    technique: 'digits',
    items: ['digits'],
    whole: ['the {items} of n', 'all {items} of n', 'the {items} of the number'],
    say: [
      `${GIVEN_N}[Look at|Consider|Take|Use|Split it into] its {items}.`,
      `${GIVEN_N}[Write down|Go through] the {items} of n [from left to right|one by one].`,
    ],
    plan: 'Read n and list its digits.',
    python: ['n = input().strip()', 'a = [int(x) for x in n]'],
    make: (random, shape) => {
      const length = shape.size === 'one' ? 1 : shape.size === 'small' ? random.int(5, 7) : random.int(4, 15);
      const digit = () =>
        shape.values === 'equal' ? 7 : shape.values === 'repeated' ? random.int(0, 3) : random.int(0, 9);
      const digits = [
        shape.values === 'equal' ? 7 : random.int(1, 9),
        ...Array.from({ length: length - 1 }, digit),
      ];
      return plain(`${digits.join('')}\n`, digits);
    },
  },
  one(
    'divisors',
    {
      title: 'Divisor',
      items: ['divisors'],
      technique: 'divisors',
      plan: 'Read n and list its divisors.',
      whole: ['the {items} of n', 'all {items} of n', 'the positive {items} of n'],
      say: [
        `${GIVEN_N}[Look at|Consider|Take|Find|List] [its|all its] {items}.`,
        `${GIVEN_N}[Write down|Go through] [all|the] {items} of n [from small to large|in rising order].`,
      ],
      python: ['n = int(input())', 'a = [x for x in range(1, n + 1) if n % x == 0]'],
    },
    720,
    (n) => upTo(n).filter((x) => n % x === 0),
  ),
  one(
    'fibonacci',
    {
      title: 'Fibonacci',
      items: ['numbers', 'terms'],
      technique: 'simulation',
      plan: 'Read n and list the first n Fibonacci numbers.',
      whole: ['the first n Fibonacci {items}', 'the Fibonacci {items}'],
      say: [
        `${GIVEN_N}[Look at|Consider|Take|List|Build] the first n Fibonacci {items} 1, 1, 2, 3, 5, ...`,
        `${GIVEN_N}The Fibonacci {items} start with 1, 1 and each next one is the sum of the two before. [Take|Use] the first n.`,
      ],
      python: [
        'n = int(input())',
        'a = [1, 1]',
        'while len(a) < n:',
        '    a.append(a[-1] + a[-2])',
        'a = a[:n]',
      ],
    },
    25,
    fibonacci,
  ),
  one(
    'collatz',
    {
      title: 'Collatz',
      items: ['numbers', 'terms'],
      technique: 'simulation',
      plan: 'Read n and list its chain: halve if even, else 3n + 1, until 1.',
      whole: ['the {items} of the chain', 'the chain {items}', 'all {items} of the chain'],
      say: [
        `${GIVEN_N}[While it is not 1|Until it is 1|Until it becomes 1], [halve it if it is even, else|divide it by 2 if it is even, otherwise] [multiply it by 3 and add 1|make it 3n + 1]. [Write down|List|Look at] all {items} of the chain.`,
      ],
      python: [
        'n = int(input())',
        'a = [n]',
        'while n != 1:',
        '    n = n // 2 if n % 2 == 0 else 3 * n + 1',
        '    a.append(n)',
      ],
    },
    60,
    collatz,
  ),
  pairSource(
    'pair-sums',
    'Pair Sum',
    '[Add the two at each place|Sum them up pair by pair|At each place, take the sum of the two|For each place, write the two added up].',
    'Read n and two lists, and add them pair by pair.',
    'x + y',
    (x, y) => x + y,
    false,
  ),
  pairSource(
    'pair-products',
    'Pair Product',
    '[Multiply the two at each place|Multiply them pair by pair|At each place, take the product of the two|For each place, write the two multiplied].',
    'Read n and two lists, and multiply them pair by pair.',
    'x * y',
    (x, y) => x * y,
    false,
  ),
  pairSource(
    'pair-maxima',
    'Pair Winner',
    '[Take the larger of the two at each place|Keep the greater one of each pair|At each place, take the maximum of the two|For each place, write the larger one].',
    'Read n and two lists, and take the larger of each pair.',
    'max(x, y)',
    Math.max,
    false,
  ),
  pairSource(
    'pair-distances',
    'Pair Distance',
    '[Take the distance of the two at each place|Take the absolute difference of each pair|At each place, take how far the two are apart|For each place, write the distance of the two].',
    'Read n and two lists, and take the distance of each pair.',
    'abs(x - y)',
    (x, y) => Math.abs(x - y),
    true,
  ),
  gridSource(
    'row-sums',
    'Row Sum',
    '[Add up each row|Take the sum of each row|For each row, write its sum|Sum up every row].',
    'Read the grid and take the sum of each row.',
    'a = [sum(x) for x in g]',
    (grid) => grid.map((row) => row.reduce((x, y) => x + y, 0)),
  ),
  gridSource(
    'column-sums',
    'Column Sum',
    '[Add up each column|Take the sum of each column|For each column, write its sum|Sum up every column].',
    'Read the grid and take the sum of each column.',
    'a = [sum(x) for x in zip(*g)]',
    (grid) => grid[0]!.map((_, j) => grid.reduce((sum, row) => sum + row[j]!, 0)),
  ),
  gridSource(
    'row-maxima',
    'Row Maximum',
    '[Take the largest of each row|Take the maximum of each row|For each row, write its greatest number|Find the largest number in every row].',
    'Read the grid and take the maximum of each row.',
    'a = [max(x) for x in g]',
    (grid) => grid.map((row) => Math.max(...row)),
  ),
];

function letters(random: Random, length: number, shape: Shape): string {
  const alphabet =
    shape.values === 'repeated'
      ? 'abe'
      : shape.values === 'equal'
        ? random.pick(['a', 'z', 'e'])
        : shape.size === 'small'
          ? 'abcdeimnorst'
          : 'abcdefghijklmnopqrstuvwxyz';
  const text = Array.from({ length }, () => random.pick([...alphabet])).join('');
  return shape.values === 'ascending' ? text + [...text].reverse().join('') : text;
}

const wordLength = (random: Random, shape: Shape) =>
  shape.size === 'one' ? 1 : shape.size === 'small' ? random.int(5, 9) : random.int(2, 30);

export const TEXT_SOURCES: Source[] = [
  {
    stage: 'source',
    to: 'characters',
    id: 'word',
    title: 'Letter',
    nonNegative: false,
    technique: 'text',
    items: ['letters', 'characters'],
    whole: ['the {items} of the word', 'the {items} of the string', 'its {items}', 'all its {items}'],
    say: [
      '[You are given|You get|Given is|The input is|Read] [a word|a string|one word|a text] of [small|lowercase] letters.',
      '[One line|The only line|A single line] [has|holds|contains|gives] a [word|string] of [small|lowercase] letters.',
      '[Anna|Ben|Mia|Tom|A child|A robot] [typed|wrote|found|wrote down] a [word|string] of [small|lowercase] letters.',
    ],
    plan: 'Read the word s.',
    python: ['s = input().strip()'],
    make: (random, shape) => {
      const text = letters(random, wordLength(random, shape), shape);
      return plain(`${text}\n`, [...text]);
    },
  },
  {
    stage: 'source',
    to: 'words',
    id: 'words',
    title: 'Word',
    nonNegative: false,
    technique: 'words',
    items: ['words'],
    whole: ['the {items}', 'the {items} of the line', 'all the {items}', 'the given {items}'],
    say: [
      '[You are given|You get|The input is|There is|Read] [a line of|one line with|a sentence of] {items} in [small|lowercase] letters.',
      '[One line|The only line|A single line] [has|holds|contains|gives] [some|a few|several] {items}, [separated by spaces|with spaces between them].',
    ],
    plan: 'Read the words w.',
    python: ['w = input().split()'],
    make: (random, shape) => {
      const values = Array.from(
        { length: shape.size === 'small' ? random.int(4, 6) : Math.min(12, count(random, shape.size)) },
        () =>
          letters(random, random.int(1, 7), {
            ...shape,
            values: shape.values === 'ascending' ? 'mixed' : shape.values,
          }),
      );
      return plain(`${join(values)}\n`, values);
    },
  },
];
