import type { ScriptedFault } from '../../script/fault.ts';

export const JAVASCRIPT_FAULTS: readonly ScriptedFault[] = [
  {
    lesson: 'sort() compares numbers as text: give it (x, y) => x - y.',
    pattern: /\.sort\(\(x, y\) => [xy] - [xy]\)/,
    wrong: '.sort()',
  },
  {
    lesson: '/ does not give whole numbers: Math.floor what is divided.',
    pattern: /Math\.floor\((\w+) \/ (\w+)\)/,
    wrong: '($1 / $2)',
  },
  {
    lesson: 'a loop up to n goes on while i <= n.',
    pattern: /; (\w+) <= (\w+); /,
    wrong: '; $1 < $2; ',
  },
  {
    lesson: 'what is read is text: Number() makes a number of it.',
    pattern: /\.map\(Number\);/,
    wrong: ';',
  },
  {
    lesson: 'an array begins at 0: odd places of the statement have even indices.',
    pattern: /i % 2 === 0/,
    wrong: 'i % 2 === 1',
  },
  {
    lesson: 'Math.max() of nothing is -Infinity: test for an empty array first.',
    pattern: /a\.length > 0 \? (Math\.(?:max|min)\(\.\.\.a\)) : 0/,
    wrong: '$1',
  },
  {
    lesson: '% keeps the sign of its left side: add the divisor and take % again.',
    pattern: /\(\(x % (\d+)\) \+ \1\) % \1/,
    wrong: 'x % $1',
  },
  {
    lesson: 'reduce begins at 0, so that nothing sums to 0.',
    pattern: /, 0\)\);/,
    wrong: '));',
  },
];
