import type { ScriptedFault } from '../../script/fault.ts';

export const PYTHON_FAULTS: readonly ScriptedFault[] = [
  {
    lesson: 'range(a, b) leaves b out: numbers up to n are range(1, n + 1).',
    pattern: /range\((\w+), (\w+) \+ 1\)/,
    wrong: 'range($1, $2)',
  },
  {
    lesson: '/ gives a float: whole numbers are divided by //.',
    pattern: / \/\/ /,
    wrong: ' / ',
  },
  {
    lesson: 'places are counted from 1 in a statement and from 0 in a slice: odd places are [::2].',
    pattern: /\[::2\]/,
    wrong: '[1::2]',
  },
  {
    lesson: 'max() and min() of nothing raise: give them default=0.',
    pattern: /, default=0/,
    wrong: '',
  },
  {
    lesson: 'a slice from 1 leaves the first value out.',
    pattern: /for x in a:/,
    wrong: 'for x in a[1:]:',
  },
  {
    lesson: 'a line is split before its words are made numbers.',
    pattern: /map\(int, input\(\)\.split\(\)\)/,
    wrong: 'map(int, input())',
  },
];
