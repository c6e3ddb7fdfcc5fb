import type { Source } from './block.ts';
import { markedSource, squareSource } from './grid-sources.ts';
import { plain, single } from './inputs.ts';
import { gridSource, listSource, pairSource } from './list-sources.ts';

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

/** The same as a noun phrase. */
const N = ['n', 'a number n', 'an integer n', 'a positive integer n', 'one number, n'];

/** Ways to say that the input is one number, each before any of the sentences. */
const GIVEN = [
  '[You are given|You get|Given is|The input is|Read] [a number n|an integer n|one number n|one integer n]. ',
  'The [only|single] line of the input [has|holds|is] [a number|an integer] n. ',
  '[There is|We have|Take] [a|some|one] [number|integer] n in the input. ',
  '[Anna|Ben|Mia|Tom|Lena|Omar] [thinks of|gives you|has written down] [a number|an integer] n. ',
];
const given = (...sentences: string[]) => GIVEN.flatMap((start) => sentences.map((one) => start + one));

export const NUMBER_SOURCES: Source[] = [
  ...listSource(true),
  ...listSource(false),
  one(
    'up-to-n',
    {
      title: 'Up To N',
      given: N,
      saidByWhole: true,
      items: ['numbers', 'integers', 'values'],
      technique: 'range',
      plan: 'Read n and list the numbers from 1 to n.',
      whole: [
        'the {items} from 1 to n',
        'all {items} from 1 to n',
        'the {items} between 1 and n',
        'the first n positive integers',
      ],
      say: given(
        `[Look at|Consider|Take|Write down] [all|the] {items} from 1 to n.`,
        `[Go through|Walk through|List] 1, 2, ..., n.`,
      ),
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
    given: ['l and r', 'two numbers l and r', 'two integers l and r', 'l and r on one line'],
    saidByWhole: true,
    nonNegative: true,
    technique: 'range',
    items: ['numbers', 'integers', 'values'],
    whole: ['the {items} from l to r', 'all {items} from l to r', 'the {items} between l and r'],
    say: [
      '[You are given|You get|Given are|The input is|Read] two [numbers|integers] l and r. [Look at|Consider|Take|Write down] [all|the] {items} from l to r.',
      'First [comes|you read] l, then r, on one line. [Use|Take|List] [every|each] number that is not below l and not above r.',
      'Two [numbers|integers] l and r are the ends of a range. [Go through|Walk along|Write down] [the|that] range, [ends included|with both ends].',
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
    given: N,
    saidByWhole: true,
    nonNegative: true,
    technique: 'digits',
    items: ['digits'],
    whole: ['the {items} of n', 'all {items} of n', 'the {items} of the number'],
    say: given(
      `[Look at|Consider|Take|Use|Split it into] its {items}.`,
      `[Write down|Go through] the {items} of n [from left to right|one by one].`,
    ),
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
      given: N,
      saidByWhole: true,
      items: ['divisors'],
      technique: 'divisors',
      plan: 'Read n and list its divisors.',
      whole: ['the {items} of n', 'all {items} of n', 'the positive {items} of n'],
      say: given(
        `[Look at|Consider|Take|Find|List] [its|all its] {items}.`,
        `[Write down|Go through] [all|the] {items} of n [from small to large|in rising order].`,
      ),
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
      say: given(
        `[Look at|Consider|Take|List|Build] the first n Fibonacci {items} 1, 1, 2, 3, 5, ...`,
        `The Fibonacci {items} start with 1, 1 and each next one is the sum of the two before. [Take|Use] the first n.`,
      ),
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
      say: given(
        `[While it is not 1|Until it is 1|Until it becomes 1], [halve it if it is even, else|divide it by 2 if it is even, otherwise] [multiply it by 3 and add 1|make it 3n + 1]. [Write down|List|Look at] all {items} of the chain.`,
      ),
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
    'column-maxima',
    'Column Maximum',
    '[Take the largest of each column|Take the maximum of each column|For each column, write its greatest number|Find the largest number in every column].',
    'Read the grid and take the maximum of each column.',
    'a = [max(x) for x in zip(*g)]',
    (grid) => grid[0]!.map((_, j) => Math.max(...grid.map((row) => row[j]!))),
  ),
  one(
    'table-products',
    {
      title: 'Table',
      items: ['products', 'numbers'],
      technique: 'nested loops',
      plan: 'Read n and list the products i * j for all i up to j up to n.',
      whole: ['the {items} of the table', 'all {items} of the table', 'these {items}'],
      say: given(
        'For all i and j from 1 to n with i at most j, [write down|take|list] the product i * j.',
        '[Write down|Take|List] the products of [each two|every two] numbers up to n, a number with itself too.',
      ),
      python: ['n = int(input())', 'a = [i * j for i in range(1, n + 1) for j in range(i, n + 1)]'],
    },
    9,
    (n) =>
      upTo(n).flatMap((i) =>
        upTo(n)
          .slice(i - 1)
          .map((j) => i * j),
      ),
  ),
  squareSource,
  markedSource,
  gridSource(
    'row-maxima',
    'Row Maximum',
    '[Take the largest of each row|Take the maximum of each row|For each row, write its greatest number|Find the largest number in every row].',
    'Read the grid and take the maximum of each row.',
    'a = [max(x) for x in g]',
    (grid) => grid.map((row) => Math.max(...row)),
  ),
];
