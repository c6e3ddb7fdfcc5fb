import type { ScriptedFault } from '../../script/fault.ts';

export const CPP_FAULTS: readonly ScriptedFault[] = [
  {
    lesson: 'for (x = 1; x < n; x++) leaves n out: numbers up to n need <=.',
    pattern: /x <= (n|r); x\+\+/,
    wrong: 'x < $1; x++',
  },
  {
    lesson: 'max_element of an empty vector is its end, which must not be read: ask for empty() first.',
    pattern: /\(a\.empty\(\) \? 0 : (\*max_element\(a\.begin\(\), a\.end\(\)\))\)/,
    wrong: '$1',
  },
  {
    lesson: '% has the sign of its left side: add the divisor and take % again.',
    pattern: /\(x % (\w+) \+ \1\) % \1/,
    wrong: 'x % $1',
  },
  {
    lesson: 'places are counted from 1 in a statement and from 0 in a vector: odd places have even indices.',
    pattern: /size_t i = 0; i < a\.size\(\); i \+= 2/,
    wrong: 'size_t i = 1; i < a.size(); i += 2',
  },
  {
    lesson: 'the lower median of an even number of values is at (size() - 1) / 2.',
    pattern: /a\[\(a\.size\(\) - 1\) \/ 2\]/,
    wrong: 'a[a.size() / 2]',
  },
  {
    lesson: "a char is a number: x - 'a' counts the letters from 0, so 1 is to be added.",
    pattern: / - 'a' \+ 1\)/,
    wrong: " - 'a')",
  },
  {
    lesson: 'erase_if takes the condition of what is left out, not of what stays.',
    pattern: /erase_if\(a, \[&\]\(long long x\) \{ return x % 2 != 0; \}\);/,
    wrong: 'erase_if(a, [&](long long x) { return x % 2 == 0; });',
  },
  {
    lesson: 'the first value has none before it: neighbours begin at i = 1, and the run at 1.',
    pattern: /m \+ 1 : 1;/,
    wrong: 'm + 1 : 0;',
  },
  {
    lesson: 'sort with begin() and end() sorts upwards; downwards it is rbegin() and rend().',
    pattern: /sort\(a\.rbegin\(\), a\.rend\(\)\)/,
    wrong: 'sort(a.begin(), a.end())',
  },
];
