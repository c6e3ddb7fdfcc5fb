import type { ScriptedFault } from '../../script/fault.ts';

export const C_FAULTS: readonly ScriptedFault[] = [
  {
    lesson: 'i <= size reads one value behind the last: an array of size values ends at size - 1.',
    pattern: /for \(int i = 0; i < size; i\+\+\)/,
    wrong: 'for (int i = 0; i <= size; i++)',
  },
  {
    lesson: 'x < n leaves n out: numbers up to n need x <= n.',
    pattern: /x <= (n|r); x\+\+/,
    wrong: 'x < $1; x++',
  },
  {
    lesson: '% has the sign of its left side: add the divisor and take % again.',
    pattern: /\(x % (\w+) \+ \1\) % \1/,
    wrong: 'x % $1',
  },
  {
    lesson: 'places are counted from 1 in a statement and from 0 in an array: odd places have even indices.',
    pattern: /int i = 0; i < size; i \+= 2/,
    wrong: 'int i = 1; i < size; i += 2',
  },
  {
    lesson: 'the lower median of an even number of values is at (size - 1) / 2.',
    pattern: /a\[\(size - 1\) \/ 2\]/,
    wrong: 'a[size / 2]',
  },
  {
    lesson: 'strcmp is negative where the first word comes first.',
    pattern: /strcmp\(w\[i\], t\) < 0/,
    wrong: 'strcmp(w[i], t) > 0',
  },
  {
    lesson: 'a comparison for qsort is negative where its first value comes first.',
    pattern: /return \(x > y\) - \(x < y\);/,
    wrong: 'return x > y;',
  },
  {
    lesson: "a char is a number: x - 'a' counts the letters from 0, so 1 is to be added.",
    pattern: / - 'a' \+ 1;/,
    wrong: " - 'a';",
  },
  {
    lesson: 'a string ends where its 0 is: after letters were moved it has to be set anew.',
    pattern: /\n *s\[kept\] = 0;/,
    wrong: '',
  },
];
