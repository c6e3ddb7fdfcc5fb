import { type HandProblem, lines, list, numbers } from './hand-problem.ts';

const counted = (values: number[]) => `${values.length}\n${values.join(' ')}\n`;
const ofCounted = (text: string) => numbers(text).slice(1);
const sum = (values: number[]) => values.reduce((t, x) => t + x, 0);

/** Problems about numbers, told the way people tell them. */
export const NUMBER_PROBLEMS: readonly HandProblem[] = [
  {
    title: 'Piggy bank',
    statement:
      'Nora empties her piggy bank and lines up all coins in front of her. The first line tells how many coins there are, the second line lists their values in cents. How many cents did Nora save altogether?',
    input: (random, size) => counted(list(random, size, 1, 200)),
    answer: (text) => sum(ofCounted(text)),
  },
  {
    title: 'Frost days',
    statement:
      'A gardener wrote down the temperature of every morning of the month. You get the number of mornings n and then, on the next line, n whole numbers. On how many mornings was it below freezing, that is, below zero?',
    input: (random, size) => counted(list(random, size, -15, 15)),
    answer: (text) => ofCounted(text).filter((x) => x < 0).length,
  },
  {
    title: 'The tallest sunflower',
    statement:
      'There are n sunflowers along the fence (n is on the first line). Their heights in centimetres follow on the second line. Tell us how tall the tallest one is.',
    input: (random, size) => counted(list(random, size, 10, 300)),
    answer: (text) => Math.max(...ofCounted(text)),
  },
  {
    title: 'Even steven',
    statement:
      'Steven only likes even numbers. Somebody hands him a list: first its length, then the numbers. He adds up all those that he likes. What does he get? If he likes none of them the result is 0.',
    input: (random, size) => counted(list(random, size, 0, 99)),
    answer: (text) => sum(ofCounted(text).filter((x) => x % 2 === 0)),
  },
  {
    title: 'Bus seats',
    statement:
      'Line one: the number of bus trips. Line two: how many passengers each trip had. The bus has 20 seats. Find out on how many trips somebody had to stand.',
    input: (random, size) => counted(list(random, size, 0, 45)),
    answer: (text) => ofCounted(text).filter((x) => x > 20).length,
  },
  {
    title: 'Cheapest and dearest',
    statement:
      'In a shop every item has a price. Given n and the n prices, work out how much more the most expensive item costs than the cheapest one.',
    input: (random, size) => counted(list(random, size, 1, 500)),
    answer: (text) => Math.max(...ofCounted(text)) - Math.min(...ofCounted(text)),
  },
  {
    title: 'Mirror queue',
    statement:
      'The people in a queue have numbers on their shirts. You know how many people there are and, from front to back, their numbers. Everybody turns around, so the last one is now the first. Print the numbers in the new order, with spaces between them, on a single line.',
    input: (random, size) => counted(list(random, size, 1, 99)),
    answer: (text) => ofCounted(text).reverse().join(' '),
  },
  {
    title: 'Podium',
    statement:
      'A race had n runners and everybody got points. The input is n, then the points on one line. List the points from the best runner to the worst one, separated by spaces.',
    input: (random, size) => counted(list(random, size, 0, 100)),
    answer: (text) =>
      ofCounted(text)
        .sort((x, y) => y - x)
        .join(' '),
  },
  {
    title: 'Countdown of odd numbers',
    statement:
      'Given a positive integer n, add up every odd number that is not larger than n, and print the total.',
    input: (random, size) => `${size === 1 ? 1 : random.int(2, 30 + 5 * size)}\n`,
    answer: (text) => sum(Array.from({ length: Number(text) }, (_, i) => i + 1).filter((x) => x % 2 === 1)),
  },
  {
    title: 'Digit party',
    statement:
      'Take a number, for example 4071. Its digits are 4, 0, 7 and 1, and together they make 12. Write a program that does this for whatever number it is given.',
    input: (random, size) =>
      `${random.int(size === 1 ? 0 : 10, 10 ** Math.min(9, 1 + Math.floor(size / 3)) + 20)}\n`,
    answer: (text) => sum([...text.trim()].map(Number)),
  },
  {
    title: 'Who divides me',
    statement:
      'How many positive numbers divide n without a remainder? The only input is n. (For 6 the answer is 4, because 1, 2, 3 and 6 do.)',
    input: (random, size) => `${size === 1 ? 1 : random.int(2, 20 * size)}\n`,
    answer: (text) =>
      Array.from({ length: Number(text) }, (_, i) => i + 1).filter((x) => Number(text) % x === 0).length,
  },
  {
    title: 'Twice is too much',
    statement:
      'Mr Lee collects stamps, but he never wants the same stamp twice. He is offered n stamps, each with a number printed on it (first line n, second line the numbers). How many different stamps will he have in the end?',
    input: (random, size) => counted(list(random, size, 1, 12)),
    answer: (text) => new Set(ofCounted(text)).size,
  },
  {
    title: 'Discount for large orders',
    statement:
      'A factory looks at its orders. Orders of fewer than 10 pieces are too small and are thrown away. How many pieces do the other orders ask for in total? The input is the number of orders, followed by a line with the pieces of each.',
    input: (random, size) => counted(list(random, size, 1, 40)),
    answer: (text) => sum(ofCounted(text).filter((x) => x >= 10)),
  },
  {
    title: 'Multiples of five',
    statement:
      'All numbers are on one line. Somebody asks: which of them can be divided by 5? Print them in the order given, one per line. There is always at least one.',
    input: (random, size) => `${[...list(random, size, 1, 60), 5 * random.int(1, 12)].join(' ')}\n`,
    answer: (text) =>
      numbers(text)
        .filter((x) => x % 5 === 0)
        .join('\n'),
  },
  {
    title: 'Up the hill',
    statement:
      'A hiker noted the height at each of n places on the way (n first, heights on the following line). At how many places was the hiker higher than at the place just before?',
    input: (random, size) => counted(list(random, size, 0, 60)),
    answer: (text) => ofCounted(text).filter((x, i, a) => i > 0 && x > a[i - 1]!).length,
  },
  {
    title: 'Savings over time',
    statement:
      'Every week Ana puts some money into a box or takes some out (then the number is negative). You are given how many weeks there were and what happened in each. After every week she counts what is in the box. Print these amounts on one line.',
    input: (random, size) => counted(list(random, size, -20, 50)),
    answer: (text) => {
      let box = 0;
      return ofCounted(text)
        .map((x) => (box += x))
        .join(' ');
    },
  },
  {
    title: 'Best days in a row',
    statement:
      'A trader knows the profit of each of n days; losses are negative. He may pick any days that follow one another without a gap, at least one day. What is the greatest total profit he can reach?',
    input: (random, size) => counted(list(random, size, -20, 20)),
    answer: (text) => {
      let best = Number.NEGATIVE_INFINITY;
      let here = 0;
      for (const x of ofCounted(text)) {
        here = Math.max(here + x, x);
        best = Math.max(best, here);
      }
      return best;
    },
  },
  {
    title: 'Runner-up',
    statement:
      'Two or more people played a game. Their scores stand on the second line, their number on the first. Print the second best score. If the best score was reached twice, it is also the second best.',
    input: (random, size) => counted(list(random, Math.max(2, size), 0, 50)),
    answer: (text) => ofCounted(text).sort((x, y) => y - x)[1]!,
  },
  {
    title: 'Square patio',
    statement:
      'For each number in a list somebody draws a square with that side. How large is the area of all squares together? You read n, then n sides.',
    input: (random, size) => counted(list(random, size, 1, 30)),
    answer: (text) => sum(ofCounted(text).map((x) => x * x)),
  },
  {
    title: 'Pairs of gloves',
    statement:
      'Two gloves fit together if their sizes add up to exactly 10. First line: how many gloves, second line: the sizes. Count the pairs of gloves that fit together; one glove may be in several pairs.',
    input: (random, size) => counted(list(random, size, 1, 9)),
    answer: (text) => {
      const a = ofCounted(text);
      return a.reduce((t, x, i) => t + a.slice(0, i).filter((y) => x + y === 10).length, 0);
    },
  },
  {
    title: 'Rows of seats',
    statement:
      'A cinema has r rows with c seats each. On the first line you find r and c; after it comes one line for every row with the number of people on each seat, a parent with children on the lap counting as several. Print how many people sit in each row, all on one line.',
    input: (random, size) => {
      const [r, c] = [Math.min(8, Math.max(1, size >> 1)), 1 + (size % 6)];
      return `${r} ${c}\n${Array.from({ length: r }, () => list(random, c, 0, 5).join(' ')).join('\n')}\n`;
    },
    answer: (text) =>
      lines(text)
        .slice(1)
        .map((line) => sum(numbers(line)))
        .join(' '),
  },
  {
    title: 'No zeros, please',
    statement:
      'The sensor sometimes fails and sends a 0. You get one line of readings. Ignore the failed ones and print the smallest of the others. At least one reading is good.',
    input: (random, size) =>
      `${[...list(random, size, 0, 6).map((x) => (x < 2 ? 0 : x * 3)), random.int(1, 50)].join(' ')}\n`,
    answer: (text) => Math.min(...numbers(text).filter((x) => x !== 0)),
  },
  {
    title: 'Is it sorted?',
    statement:
      'The teacher asked the children to line up by height, smallest first; children of the same height may stand in any order. Given n and the heights from left to right, say YES if they did it right and NO if they did not.',
    input: (random, size) => {
      const heights = list(random, size, 100, 130);
      return counted(random.chance(0.5) ? heights.sort((x, y) => x - y) : heights);
    },
    answer: (text) => (ofCounted(text).every((x, i, a) => i === 0 || a[i - 1]! <= x) ? 'YES' : 'NO'),
  },
  {
    title: 'Sharing sweets',
    statement:
      'n bags of sweets are poured together and shared fairly among k children. Whatever cannot be shared stays on the table. The input has n and k on the first line and the bags on the second. How many sweets stay on the table?',
    input: (random, size) => {
      const bags = list(random, size, 1, 50);
      return `${bags.length} ${random.int(2, 9)}\n${bags.join(' ')}\n`;
    },
    answer: (text) => sum(numbers(text).slice(2)) % numbers(text)[1]!,
  },
  {
    title: 'Minutes late',
    statement:
      'Trains are never early, but they can be late. You know for n trains how many minutes late each one was. Print the average delay, rounded down to a whole minute.',
    input: (random, size) => counted(list(random, size, 0, 90)),
    answer: (text) => Math.floor(sum(ofCounted(text)) / ofCounted(text).length),
  },
];
