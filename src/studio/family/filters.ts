import type { Step } from './block.ts';
import type { Random } from './random.ts';
import { DROP, KEEP } from './verbs.ts';
import { selected, selection } from './wording/frames.ts';

type Run = (x: number, p: { c: number; d: number }) => boolean;

interface Row {
  title: string;
  /** `{items} that …` and the opposite, so that keeping and dropping are said equally often. */
  are: string[];
  areNot: string[];
  adjective?: string[];
  opposite?: string[];
  plan: string;
  test: string;
  run: Run;
  draw?: Step['draw'];
  needsNonNegative?: boolean;
  sign?: Step['sign'];
  mistaken: string[];
}

function filter(id: string, row: Row): Step {
  const { title, are, areNot, adjective, opposite, plan, test, run, draw, needsNonNegative, sign, mistaken } =
    row;
  const be = (all: readonly string[]) => all.map((x) => `are ${x}`);
  const say = [
    ...selection(be(are), be(areNot)),
    ...(adjective ?? []).flatMap((x) => [
      `${KEEP} [the|] ${x} {items}.`,
      `[Only|Just] [the|] ${x} {items} [matter|count|are kept|are used|stay].`,
    ]),
    ...(opposite ?? []).flatMap((x) => [
      `${DROP} [all|every one of the|those] ${x} {items}.`,
      `[The|All] ${x} {items} [do not count|are ignored|are skipped|are dropped|are left out|are removed].`,
    ]),
  ];
  const phrase = [
    ...selected(be(are), be(areNot)),
    ...(adjective ?? []).flatMap((x) => [`the ${x} ones among {x}`, `the ${x} ones of {x}`]),
  ];
  return {
    stage: 'filter',
    from: 'numbers',
    to: 'numbers',
    id,
    title,
    say,
    phrase,
    plan,
    technique: 'selection',
    mistaken,
    python: [`a = [x for x in a if ${test}]`],
    run: (values: number[], p) => values.filter((x) => run(x, p)),
    ...(draw && { draw }),
    ...(needsNonNegative && { needsNonNegative }),
    ...(sign && { sign }),
  };
}

function isPrime(x: number): boolean {
  if (x < 2) return false;
  for (let d = 2; d * d <= x; d++) if (x % d === 0) return false;
  return true;
}

const modulo = (x: number, m: number) => ((x % m) + m) % m;
const drawBound = (random: Random) => ({ c: random.int(-5, 20) });
const drawDivisor = (random: Random) => ({ c: random.int(2, 9) });

const rows: Record<string, Row> = {
  even: {
    title: 'Even',
    are: ['even', 'divisible by 2'],
    areNot: ['odd', 'not even'],
    adjective: ['even'],
    opposite: ['odd'],
    plan: 'Keep the even values.',
    test: 'x % 2 == 0',
    run: (x) => x % 2 === 0,
    mistaken: ['odd', 'even-places', 'multiple'],
  },
  odd: {
    title: 'Odd',
    are: ['odd', 'not even'],
    areNot: ['even', 'not odd', 'divisible by 2'],
    adjective: ['odd'],
    opposite: ['even'],
    plan: 'Keep the odd values.',
    test: 'x % 2 != 0',
    run: (x) => x % 2 !== 0,
    mistaken: ['even', 'odd-places'],
  },
  positive: {
    title: 'Positive',
    are: ['positive', 'above zero', 'greater than 0'],
    areNot: ['negative or zero', 'at most 0', 'not positive'],
    adjective: ['positive'],
    opposite: ['non-positive'],
    plan: 'Keep the positive values.',
    test: 'x > 0',
    run: (x) => x > 0,
    sign: 'nonNegative',
    mistaken: ['negative', 'even'],
  },
  negative: {
    title: 'Negative',
    are: ['negative', 'below zero', 'less than 0'],
    areNot: ['positive or zero', 'at least 0', 'not negative'],
    adjective: ['negative'],
    opposite: ['non-negative'],
    plan: 'Keep the negative values.',
    test: 'x < 0',
    run: (x) => x < 0,
    mistaken: ['positive', 'odd'],
  },
  greater: {
    title: 'Big',
    are: ['greater than {c}', 'larger than {c}', 'more than {c}', 'above {c}', 'over {c}'],
    areNot: [
      'at most {c}',
      '{c} or less',
      'not greater than {c}',
      'not more than {c}',
      'less than or equal to {c}',
    ],
    plan: 'Keep the values greater than {c}.',
    test: 'x > {c}',
    run: (x, { c }) => x > c,
    draw: drawBound,
    mistaken: ['less', 'at-least', 'at-most'],
  },
  less: {
    title: 'Small',
    are: ['less than {c}', 'smaller than {c}', 'below {c}', 'under {c}'],
    areNot: [
      'at least {c}',
      '{c} or more',
      'not less than {c}',
      'not below {c}',
      'greater than or equal to {c}',
    ],
    plan: 'Keep the values less than {c}.',
    test: 'x < {c}',
    run: (x, { c }) => x < c,
    draw: drawBound,
    mistaken: ['greater', 'at-most', 'at-least'],
  },
  'at-least': {
    title: 'Not Small',
    are: [
      'at least {c}',
      '{c} or more',
      'not less than {c}',
      'not below {c}',
      'greater than or equal to {c}',
    ],
    areNot: ['less than {c}', 'smaller than {c}', 'below {c}', 'under {c}'],
    plan: 'Keep the values at least {c}.',
    test: 'x >= {c}',
    run: (x, { c }) => x >= c,
    draw: drawBound,
    mistaken: ['greater', 'at-most', 'less'],
  },
  'at-most': {
    title: 'Not Big',
    are: [
      'at most {c}',
      '{c} or less',
      'not greater than {c}',
      'not more than {c}',
      'less than or equal to {c}',
    ],
    areNot: ['greater than {c}', 'larger than {c}', 'more than {c}', 'above {c}', 'over {c}'],
    plan: 'Keep the values at most {c}.',
    test: 'x <= {c}',
    run: (x, { c }) => x <= c,
    draw: drawBound,
    mistaken: ['less', 'at-least', 'greater'],
  },
  multiple: {
    title: 'Multiple',
    are: ['divisible by {c}', 'multiples of {c}', 'evenly divisible by {c}'],
    areNot: ['not divisible by {c}', 'not multiples of {c}'],
    plan: 'Keep the values divisible by {c}.',
    test: 'x % {c} == 0',
    run: (x, { c }) => x % c === 0,
    draw: drawDivisor,
    mistaken: ['not-multiple', 'even', 'remainder'],
  },
  'not-multiple': {
    title: 'No Multiple',
    are: ['not divisible by {c}', 'not multiples of {c}'],
    areNot: ['divisible by {c}', 'multiples of {c}', 'evenly divisible by {c}'],
    plan: 'Keep the values not divisible by {c}.',
    test: 'x % {c} != 0',
    run: (x, { c }) => x % c !== 0,
    draw: drawDivisor,
    mistaken: ['multiple', 'odd'],
  },
  'last-digit': {
    title: 'Ending',
    are: ['ending in {d}', 'ending with the digit {d}', 'written with last digit {d}'],
    areNot: ['not ending in {d}', 'not ending with the digit {d}'],
    plan: 'Keep the values with last digit {d}.',
    test: 'x % 10 == {d}',
    run: (x, { d }) => x % 10 === d,
    draw: (random) => ({ d: random.int(0, 9) }),
    needsNonNegative: true,
    mistaken: ['not-equal', 'has-digit'],
  },
  'has-digit': {
    title: 'Digit',
    are: ['written with the digit {d}', 'containing the digit {d}', 'numbers with a {d} in them'],
    areNot: ['written without the digit {d}', 'without the digit {d}', 'not containing the digit {d}'],
    plan: 'Keep the values that contain the digit {d}.',
    test: "'{d}' in str(x)",
    run: (x, { d }) => String(x).includes(String(d)),
    draw: (random) => ({ d: random.int(0, 9) }),
    needsNonNegative: true,
    mistaken: ['last-digit'],
  },
  between: {
    title: 'Middle',
    are: [
      'between {c} and {d}',
      'from {c} to {d}',
      'at least {c} and at most {d}',
      'in the range from {c} to {d}',
    ],
    areNot: [
      'outside {c} to {d}',
      'less than {c} or greater than {d}',
      'not between {c} and {d}',
      'not in the range from {c} to {d}',
    ],
    plan: 'Keep the values from {c} to {d}.',
    test: '{c} <= x <= {d}',
    run: (x, { c, d }) => c <= x && x <= d,
    draw: (random) => {
      const c = random.int(-5, 12);
      return { c, d: c + random.int(3, 15) };
    },
    mistaken: ['outside'],
  },
  outside: {
    title: 'Outer',
    are: [
      'less than {c} or greater than {d}',
      'outside {c} to {d}',
      'not between {c} and {d}',
      'not in the range from {c} to {d}',
    ],
    areNot: ['between {c} and {d}', 'from {c} to {d}', 'at least {c} and at most {d}'],
    plan: 'Keep the values below {c} or above {d}.',
    test: 'x < {c} or x > {d}',
    run: (x, { c, d }) => x < c || x > d,
    draw: (random) => {
      const c = random.int(-5, 12);
      return { c, d: c + random.int(3, 12) };
    },
    mistaken: ['between'],
  },
  prime: {
    title: 'Prime',
    are: ['prime', 'prime numbers', 'primes'],
    areNot: ['not prime', 'no primes'],
    adjective: ['prime'],
    opposite: ['non-prime'],
    plan: 'Keep the prime values.',
    test: 'x > 1 and all(x % d for d in range(2, int(x ** 0.5) + 1))',
    run: isPrime,
    needsNonNegative: true,
    mistaken: ['odd'],
  },
  square: {
    title: 'Perfect Square',
    are: ['perfect squares', 'square numbers', 'squares of whole numbers'],
    areNot: ['not perfect squares', 'no square numbers'],
    plan: 'Keep the perfect squares.',
    test: 'int(x ** 0.5) ** 2 == x',
    run: (x) => Math.floor(Math.sqrt(x)) ** 2 === x,
    needsNonNegative: true,
    mistaken: ['even'],
  },
  'not-equal': {
    title: 'Other',
    are: ['different from {c}', 'not equal to {c}', 'not {c}'],
    areNot: ['equal to {c}', 'the same as {c}', 'exactly {c}'],
    plan: 'Keep the values different from {c}.',
    test: 'x != {c}',
    run: (x, { c }) => x !== c,
    draw: (random) => ({ c: random.int(0, 9) }),
    mistaken: ['greater', 'less'],
  },
  remainder: {
    title: 'Remainder One',
    are: ['1 more than a multiple of {c}', '1 modulo {c}', 'numbers with remainder 1 when divided by {c}'],
    areNot: ['not 1 modulo {c}', 'not 1 more than a multiple of {c}'],
    plan: 'Keep the values with remainder 1 modulo {c}.',
    test: 'x % {c} == 1',
    run: (x, { c }) => modulo(x, c) === 1,
    draw: (random) => ({ c: random.int(3, 9) }),
    mistaken: ['multiple', 'not-multiple'],
  },
};

/** Filters that look at places, not values. */
const places: Step[] = [
  {
    stage: 'filter',
    from: 'numbers',
    to: 'numbers',
    id: 'odd-places',
    title: 'Odd Place',
    technique: 'positions',
    mistaken: ['even-places', 'odd'],
    say: [
      '[Drop|Skip|Remove] every second {item}, [starting with|beginning with] the second.',
      '{Items} at [places|positions] 2, 4, 6 and so on do not count.',

      `${KEEP} the [first, third, fifth|1st, 3rd, 5th] and so on of [the {items}|them].`,
      `${KEEP} [the|] {items} at odd [places|positions], [counted from 1|counting from 1].`,
      '[Keep|Take|Use] every second {item}, [starting with|beginning with] the first.',
      '[Skip|Drop|Ignore|Remove] [the|all] {items} at even [places|positions], [counted from 1|counting from 1].',
    ],
    phrase: [
      'the first, third, fifth and so on of {x}',
      'every second one of {x} from the first on',
      'those of {x} at odd places',
    ],
    plan: 'Keep the values at odd places.',
    python: ['a = a[::2]'],
    run: (a: number[]) => a.filter((_, i) => i % 2 === 0),
  },
  {
    stage: 'filter',
    from: 'numbers',
    to: 'numbers',
    id: 'even-places',
    title: 'Even Place',
    technique: 'positions',
    mistaken: ['odd-places', 'even'],
    say: [
      '[Drop|Skip|Remove] every second {item}, [starting with|beginning with] the first.',
      '{Items} at [places|positions] 1, 3, 5 and so on do not count.',

      `${KEEP} the [second, fourth, sixth|2nd, 4th, 6th] and so on of [the {items}|them].`,
      `${KEEP} [the|] {items} at even [places|positions], [counted from 1|counting from 1].`,
      '[Keep|Take|Use] every second {item}, [starting with|beginning with] the second.',
      '[Skip|Drop|Ignore|Remove] [the|all] {items} at odd [places|positions], [counted from 1|counting from 1].',
    ],
    phrase: [
      'the second, fourth, sixth and so on of {x}',
      'every second one of {x} from the second on',
      'those of {x} at even places',
    ],
    plan: 'Keep the values at even places.',
    python: ['a = a[1::2]'],
    run: (a: number[]) => a.filter((_, i) => i % 2 === 1),
  },
  {
    stage: 'filter',
    from: 'numbers',
    to: 'numbers',
    id: 'distinct',
    title: 'Distinct',
    technique: 'sets',
    mistaken: ['ascending'],
    say: [
      '[Let|Have] no {item} twice: keep the first [copy|one].',
      '[Of|Among] equal {items} [keep|take] only the first.',

      '[Keep|Use|Take] [each|every] {item} only [once|the first time it appears].',
      '[Remove|Drop|Ignore|Skip|Delete] [the|all] [repeated {items}|duplicates|repeats|copies].',
      '[Repeated {items}|Duplicates|Repeats|Later copies] [do not count|are ignored|are dropped|are removed].',
      '{Items} that [came|appeared|were seen] before are [ignored|skipped|dropped].',
    ],
    phrase: [
      'the distinct ones of {x}',
      '{x} without repeats',
      '{x} without duplicates',
      'the different ones among {x}',
    ],
    plan: 'Keep the first copy of each value.',
    python: ['a = list(dict.fromkeys(a))'],
    run: (a: number[]) => [...new Set(a)],
  },
];

export const NUMBER_FILTERS: Step[] = [
  ...Object.entries(rows).map(([id, row]) => filter(id, row)),
  ...places,
];
