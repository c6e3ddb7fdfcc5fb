import type { Profile } from '../../profile.ts';

export const python: Profile = {
  language: 'python',
  exchange: 'Read with input() or sys.stdin.read().split(), print with print().',
  idioms: [
    'comprehensions, slices and unpacking instead of index loops',
    'sum, min, max, sorted, zip, enumerate and collections.Counter',
    'whole numbers of any size',
  ],
  pitfalls: [
    'range(a, b) leaves b out',
    '/ gives a float where // is meant',
    'max() and min() of an empty list raise unless default is given',
    'a negative number divided by // is rounded down, not towards zero',
  ],
  example: `n = int(input())
values = list(map(int, input().split()))
# The larger half, the middle value included.
print(sum(sorted(values)[n // 2:]))
`,
};
