import type { Source } from './block.ts';
import { join, plain } from './inputs.ts';

const RESULTS = ['the {items}', 'these {items}', 'the {items} that you get', 'all these {items}'];

/** The diagonal of a square of numbers. */
export const squareSource: Source = {
  stage: 'source',
  to: 'numbers',
  id: 'diagonal',
  title: 'Diagonal',
  items: ['numbers', 'values', 'integers'],
  whole: ['the {items} on the diagonal', 'the diagonal {items}', 'all {items} of the diagonal'],
  nonNegative: true,
  technique: 'grid',
  say: [
    '[You are given|You get|There is|Here is] a square [grid|table|board] of n rows with n [numbers|integers] each; n comes first. [Take|Look at|Consider] its diagonal from the top left to the bottom right.',
    'The input has n and then n rows of n [numbers|integers]. From row i [take|write down] the number in column i.',
    'A square [grid|table] has n rows and n columns. Line 1 is n, then [come|follow] the rows. [Walk|Go] down the main diagonal and [list|write down] its numbers.',
    '[Anna|Ben|Mia|Tom] fills a square of n rows and n columns with numbers. You read n and then the rows. Use only the diagonal from the top left corner on.',
  ],
  plan: 'Read the square and take its diagonal.',
  python: [
    'n = int(input())',
    'g = [list(map(int, input().split())) for _ in range(n)]',
    'a = [g[i][i] for i in range(n)]',
  ],
  make: (random, shape) => {
    const n = shape.size === 'one' ? 1 : shape.size === 'small' ? random.int(3, 4) : random.int(3, 9);
    const most = shape.values === 'repeated' ? 3 : 20;
    const grid = Array.from({ length: n }, () =>
      Array.from({ length: n }, () => (shape.values === 'equal' ? 7 : random.int(0, most))),
    );
    return plain(
      `${n}\n${grid.map(join).join('\n')}\n`,
      grid.map((row, i) => row[i]!),
    );
  },
};

/** How many fields of each row of a map are marked. */
export const markedSource: Source = {
  stage: 'source',
  to: 'numbers',
  id: 'row-marks',
  title: 'Mark',
  items: ['results', 'numbers', 'counts'],
  whole: RESULTS,
  nonNegative: true,
  technique: 'grid',
  say: [
    '[You are given|You get|There is|Here is] a map of r rows and c columns, made of dots and # signs. r and c come first, then the rows. [Count|Take] the # signs of each row.',
    'The input has r and c and then r lines of c signs, each a dot or #. For [each|every] line, [write|note] how many # it has.',
    'A [garden|field|floor] of r rows and c columns is drawn with # for a [stone|tree|chair] and a dot for nothing. The first line has r and c, then [come|follow] the rows. For each row, [write|count] how many # there are.',
    'Line 1 gives r and c. Each of the next r lines is a row of dots and # signs. [Count|Add up] the # signs row by row.',
  ],
  plan: 'Read the map and count the marks of each row.',
  python: ['r, c = map(int, input().split())', "a = [input().count('#') for _ in range(r)]"],
  make: (random, shape) => {
    const r = shape.size === 'one' ? 1 : shape.size === 'small' ? random.int(3, 5) : random.int(2, 12);
    const c = shape.size === 'one' ? 1 : random.int(3, shape.size === 'small' ? 6 : 12);
    const share = shape.values === 'negative' ? 0.1 : shape.values === 'positive' ? 0.8 : 0.45;
    const marked = (j: number) => (shape.values === 'equal' ? j % 2 === 0 : random.chance(share));
    const rows = Array.from({ length: r }, () =>
      Array.from({ length: c }, (_, j) => (marked(j) ? '#' : '.')).join(''),
    );
    return plain(
      `${r} ${c}\n${rows.join('\n')}\n`,
      rows.map((row) => row.split('#').length - 1),
    );
  },
};
