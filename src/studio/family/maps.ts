import type { Step } from './block.ts';
import type { Random } from './random.ts';
import { change } from './wording/frames.ts';

interface Row {
  title: string;
  /** `Replace each by …`, also `the … of {x}` where `noun` is given. */
  by: string[];
  /** Imperatives about `each {item}`. */
  verb?: string[];
  noun?: string[];
  plan: string;
  technique?: string;
  expression: string;
  run: (x: number, p: { c: number; d: number }) => number;
  draw?: Step['draw'];
  needsNonNegative?: boolean;
  sign?: Step['sign'];
  mistaken: string[];
}

function map(id: string, row: Row): Step {
  const {
    title,
    by,
    verb = [],
    noun = [],
    plan,
    expression,
    run,
    draw,
    needsNonNegative,
    sign,
    mistaken,
    technique = 'transformation',
  } = row;
  return {
    stage: 'map',
    from: 'numbers',
    to: 'numbers',
    id,
    title,
    plan,
    technique,
    mistaken,
    say: change(by, verb),
    phrase: noun.flatMap((x) => [`the ${x} of {x}`, `the ${x} of {x}`]),
    python: [`a = [${expression} for x in a]`],
    run: (values: number[], p) => values.map((x) => run(x, p)),
    ...(draw && { draw }),
    ...(needsNonNegative && { needsNonNegative }),
    ...(sign && { sign }),
  };
}

const modulo = (x: number, m: number) => ((x % m) + m) % m;
/** Draws `c` between two bounds. */
export const small = (low: number, high: number) => (random: Random) => ({ c: random.int(low, high) });

const rows: Record<string, Row> = {
  'parity-change': {
    title: 'Halves',
    technique: 'conditions',
    by: [
      'half of it if it is even, else three times it plus 1',
      'its half if it is even and 3 times itself plus 1 if it is odd',
    ],
    verb: ['Halve if even, else triple and add 1,'],
    plan: 'Halve each even value, and triple each odd one and add 1.',
    expression: 'x // 2 if x % 2 == 0 else 3 * x + 1',
    run: (x) => (x % 2 === 0 ? x / 2 : 3 * x + 1),
    mistaken: ['times', 'divided'],
  },
  signs: {
    title: 'Signs',
    technique: 'conditions',
    by: ['1 if it is positive, -1 if it is negative, and 0 if it is zero', 'its sign, which is 1, 0 or -1'],
    verb: ['Take only the sign, 1, 0 or -1, of'],
    noun: ['signs'],
    plan: 'Take the sign of each value.',
    expression: '(x > 0) - (x < 0)',
    run: (x) => Math.sign(x),
    mistaken: ['absolute', 'negated'],
  },
  squared: {
    title: 'Squares',
    by: ['its square', 'the square of it', 'itself times itself'],
    verb: ['Square', 'Take the square of'],
    noun: ['squares'],
    plan: 'Square each value.',
    expression: 'x * x',
    run: (x) => x * x,
    sign: 'nonNegative',
    mistaken: ['cubed', 'times'],
  },
  cubed: {
    title: 'Cubes',
    by: ['its cube', 'the cube of it', 'its third power'],
    verb: ['Cube', 'Take the cube of'],
    noun: ['cubes', 'third powers'],
    plan: 'Cube each value.',
    expression: 'x ** 3',
    run: (x) => x ** 3,
    mistaken: ['squared', 'times'],
  },
  absolute: {
    title: 'Absolute',
    by: ['its absolute value', 'its distance from zero', 'its size without the sign'],
    verb: ['Drop the sign of', 'Take the absolute value of'],
    noun: ['absolute values', 'distances from zero'],
    plan: 'Take the absolute value of each.',
    expression: 'abs(x)',
    run: Math.abs,
    sign: 'nonNegative',
    mistaken: ['negated'],
  },
  negated: {
    title: 'Negated',
    by: ['its negative', 'minus itself', 'its opposite'],
    verb: ['Negate', 'Flip the sign of', 'Change the sign of'],
    noun: ['negatives', 'opposites'],
    plan: 'Negate each value.',
    expression: '-x',
    run: (x) => 0 - x,
    sign: 'any',
    mistaken: ['absolute'],
  },
  times: {
    title: 'Scaled',
    by: ['{c} times itself', 'itself times {c}', 'its product with {c}'],
    verb: ['Multiply by {c}', 'Scale by {c}'],
    plan: 'Multiply each value by {c}.',
    expression: 'x * {c}',
    run: (x, { c }) => x * c,
    draw: small(2, 9),
    mistaken: ['plus', 'squared'],
  },
  plus: {
    title: 'Raised',
    by: ['itself plus {c}', 'a {item} larger by {c}', 'its sum with {c}'],
    verb: ['Add {c} to', 'Increase by {c}', 'Raise by {c}'],
    plan: 'Add {c} to each value.',
    expression: 'x + {c}',
    run: (x, { c }) => x + c,
    draw: small(1, 20),
    mistaken: ['minus', 'times'],
  },
  minus: {
    title: 'Lowered',
    by: ['itself minus {c}', 'a {item} smaller by {c}'],
    verb: ['Subtract {c} from', 'Decrease by {c}', 'Lower by {c}', 'Take {c} away from'],
    plan: 'Subtract {c} from each value.',
    expression: 'x - {c}',
    run: (x, { c }) => x - c,
    draw: small(1, 20),
    sign: 'any',
    mistaken: ['plus', 'minus-from'],
  },
  'minus-from': {
    title: 'Missing',
    by: ['{c} minus itself', 'what is left when it is taken from {c}', 'what it needs to reach {c}'],
    verb: ['Subtract from {c}'],
    plan: 'Subtract each value from {c}.',
    expression: '{c} - x',
    run: (x, { c }) => c - x,
    draw: small(10, 60),
    sign: 'any',
    mistaken: ['minus'],
  },
  modulo: {
    title: 'Remainders',
    by: [
      'its remainder modulo {c}',
      'its remainder when divided by {c}',
      'what is left after dividing it by {c}',
    ],
    verb: ['Take modulo {c}'],
    noun: ['remainders modulo {c}', 'remainders by {c}'],
    plan: 'Take each value modulo {c}.',
    expression: 'x % {c}',
    run: (x, { c }) => modulo(x, c),
    draw: small(2, 12),
    needsNonNegative: true,
    mistaken: ['divided', 'times'],
  },
  divided: {
    title: 'Shares',
    by: [
      'itself divided by {c}, rounded down',
      'the whole part of its share by {c}',
      'how often {c} fits into it',
    ],
    verb: ['Divide by {c}, rounding down,'],
    noun: ['quotients by {c}'],
    plan: 'Divide each value by {c}, rounding down.',
    expression: 'x // {c}',
    run: (x, { c }) => Math.floor(x / c),
    draw: small(2, 9),
    needsNonNegative: true,
    mistaken: ['modulo', 'minus'],
  },
  'digit-sums': {
    title: 'Digit Sums',
    by: ['its digit sum', 'the sum of its digits'],
    verb: ['Add up the digits of', 'Take the digit sum of'],
    noun: ['digit sums', 'sums of the digits'],
    plan: 'Take the digit sum of each value.',
    expression: 'sum(map(int, str(x)))',
    run: (x) => [...String(x)].reduce((sum, c) => sum + Number(c), 0),
    needsNonNegative: true,
    mistaken: ['digit-counts'],
  },
  'digit-counts': {
    title: 'Digit Counts',
    by: ['its number of digits', 'how many digits it has', 'the count of its digits'],
    verb: ['Count the digits of'],
    noun: ['digit counts', 'numbers of digits'],
    plan: 'Count the digits of each value.',
    expression: 'len(str(x))',
    run: (x) => String(x).length,
    needsNonNegative: true,
    mistaken: ['digit-sums'],
  },
  capped: {
    title: 'Capped',
    by: [
      'itself, but {c} where it is larger',
      'the smaller of itself and {c}',
      'its value, cut to at most {c}',
    ],
    verb: ['Cap at {c}', 'Limit to at most {c}'],
    plan: 'Cap each value at {c}.',
    expression: 'min(x, {c})',
    run: (x, { c }) => Math.min(x, c),
    draw: small(3, 20),
    mistaken: ['floored'],
  },
  floored: {
    title: 'Lifted',
    by: [
      'itself, but {c} where it is smaller',
      'the larger of itself and {c}',
      'its value, lifted to at least {c}',
    ],
    verb: ['Lift to at least {c}'],
    plan: 'Lift each value to at least {c}.',
    expression: 'max(x, {c})',
    run: (x, { c }) => Math.max(x, c),
    draw: small(0, 15),
    sign: 'nonNegative',
    mistaken: ['capped'],
  },
  distances: {
    title: 'Distances',
    by: ['its distance from {c}', 'how far it is from {c}', 'its absolute difference to {c}'],
    noun: ['distances from {c}', 'absolute differences to {c}'],
    plan: 'Take the distance of each value from {c}.',
    expression: 'abs(x - {c})',
    run: (x, { c }) => Math.abs(x - c),
    draw: small(1, 20),
    sign: 'nonNegative',
    mistaken: ['minus', 'minus-from'],
  },
};

const places: Step[] = [
  {
    stage: 'map',
    from: 'numbers',
    to: 'numbers',
    id: 'place-products',
    title: 'Weighted',
    technique: 'positions',
    mistaken: ['prefix-sums'],
    say: change(
      ['its product with its place', 'itself times its place, the first place being 1'],
      ['Multiply by its place, 1 for the first,'],
    ),
    phrase: ['the products of {x} with their places', '{x}, each times its place from 1 on'],
    plan: 'Multiply each value by its place.',
    python: ['a = [x * (i + 1) for i, x in enumerate(a)]'],
    run: (a: number[]) => a.map((x, i) => x * (i + 1)),
  },
  {
    stage: 'map',
    from: 'numbers',
    to: 'numbers',
    id: 'prefix-sums',
    title: 'Running Sums',
    technique: 'prefix sums',
    mistaken: ['running-maxima', 'differences'],
    say: [
      '[Add|Sum] [them|the {items}] up step by step and [write|note] each [sum|total] on the way.',
      '[Add|Count in] to [each {item}|every {item}] all those before it.',

      '[Replace|Change] [each {item}|every {item}] [by|with] the sum of all {items} up to it.',
      '[Form|Build|Take|Write] the [running sums|prefix sums|running totals].',
      '[Each {item}|Every {item}] [becomes|turns into] the [running sum|running total|prefix sum] [up to it|so far].',
    ],
    phrase: ['the running sums of {x}', 'the prefix sums of {x}', 'the running totals of {x}'],
    plan: 'Take the prefix sums.',
    python: ['for i in range(1, len(a)):', '    a[i] += a[i - 1]'],
    run: (a: number[]) => {
      let sum = 0;
      return a.map((x) => (sum += x));
    },
  },
  {
    stage: 'map',
    from: 'numbers',
    to: 'numbers',
    id: 'running-maxima',
    title: 'Records',
    technique: 'prefix sums',
    mistaken: ['prefix-sums'],
    say: [
      '[Write|Note] the [largest|greatest|highest] so far at [each|every] place.',
      '[No {item} may|Never let a {item}] be smaller than one before it: [lift|raise] it to the [largest|highest] so far.',

      '[Replace|Change] [each {item}|every {item}] [by|with] the [largest|greatest|highest] {item} up to it.',
      '[Form|Build|Take|Write] the [running maxima|prefix maxima].',
      '[Each {item}|Every {item}] [becomes|turns into] the [largest|greatest|highest] one so far.',
    ],
    phrase: ['the running maxima of {x}', 'the prefix maxima of {x}'],
    plan: 'Take the running maxima.',
    python: ['for i in range(1, len(a)):', '    a[i] = max(a[i], a[i - 1])'],
    run: (a: number[]) => {
      let most = Number.NEGATIVE_INFINITY;
      return a.map((x) => (most = Math.max(most, x)));
    },
  },
  {
    stage: 'map',
    from: 'numbers',
    to: 'numbers',
    id: 'differences',
    title: 'Steps',
    technique: 'neighbours',
    sign: 'any',
    mistaken: ['prefix-sums', 'neighbour-sums'],
    say: [
      '[Subtract|Take away] from [each {item}|every {item}] the one before it, leaving out the first.',
      '[Note|List] how much it [changes|goes up or down] from each {item} to the next.',

      '[Form|Build|Take|Write] the differences of neighbours, each next one minus the one before.',
      '[For each two|From every two] neighbours [take|write] the second minus the first.',
      '[Go on with|Use|Take] the steps from each {item} to the next.',
    ],
    phrase: ['the differences of neighbours in {x}', 'the steps between neighbours of {x}'],
    plan: 'Take the differences of neighbours.',
    python: ['a = [y - x for x, y in zip(a, a[1:])]'],
    run: (a: number[]) => a.slice(1).map((x, i) => x - a[i]!),
  },
  {
    stage: 'map',
    from: 'numbers',
    to: 'numbers',
    id: 'neighbour-sums',
    title: 'Neighbour Sums',
    technique: 'neighbours',
    mistaken: ['differences', 'prefix-sums'],
    say: [
      '[Note|List] the sum of [each|every] two that stand side by side.',
      '[Put|Write] [each|every] {item} and its right neighbour added up.',

      '[Form|Build|Take|Write] the sums of [each two|every two] neighbours.',
      '[For each two|From every two] neighbours [take|write] their sum.',
      '[Add|Sum up] [each|every] {item} and the next one.',
    ],
    phrase: ['the sums of neighbours in {x}', 'the sums of each two neighbours of {x}'],
    plan: 'Take the sums of neighbours.',
    python: ['a = [x + y for x, y in zip(a, a[1:])]'],
    run: (a: number[]) => a.slice(1).map((x, i) => x + a[i]!),
  },
];

export const NUMBER_MAPS: Step[] = [...Object.entries(rows).map(([id, row]) => map(id, row)), ...places];
