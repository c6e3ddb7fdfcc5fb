import type { ScriptedFault } from '../../script/fault.ts';

export const LUA_FAULTS: readonly ScriptedFault[] = [
  {
    lesson: '/ always gives a float, printed as 3.0: whole numbers are divided by //.',
    pattern: / \/\/ /,
    wrong: ' / ',
  },
  {
    lesson: 'for i = a, b includes b: n values are for i = 1, n.',
    pattern: /for (\w) = 1, (n|r|c) do/,
    wrong: 'for $1 = 1, $2 - 1 do',
  },
  {
    lesson: 'tables begin at 1: a[0] is nil.',
    pattern: /for i = 1, #a do/,
    wrong: 'for i = 0, #a do',
  },
  {
    lesson: 'tables begin at 1: odd places have odd indices.',
    pattern: /i % 2 == 1/,
    wrong: 'i % 2 == 0',
  },
  {
    lesson: 'the first value has none before it: compare from i > 1 on.',
    pattern: /if i > 1 and /,
    wrong: 'if ',
  },
  {
    lesson: '#a + 1 is the next free place of a table; #a holds its last value.',
    pattern: /a\[#a \+ 1\] = /,
    wrong: 'a[#a] = ',
  },
  {
    lesson: 'a largest value begins at the first value, not at 0.',
    pattern: /local t = a\[1\] or 0/,
    wrong: 'local t = 0',
  },
  {
    lesson: 'a pattern of digits reads no minus sign.',
    pattern: /gmatch\('%S\+'\) do a/,
    wrong: "gmatch('%d+') do a",
  },
];
