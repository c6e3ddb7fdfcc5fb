import type { Profile } from '../../profile.ts';

export const ruby: Profile = {
  language: 'ruby',
  exchange: 'Read with gets or STDIN.read.split, print with puts.',
  idioms: [
    'chains of blocks: map, select, each_slice, each_cons, tally, inject',
    'ranges with and without their end',
    'whole numbers of any size',
  ],
  pitfalls: [
    'a..b includes b and a...b leaves it out',
    '/ of two integers rounds down, also for negative numbers',
    'max, min and first of an empty array are nil',
    'gets keeps the end of the line, and is nil at the end of the input',
  ],
  example: `n = gets.to_i
values = gets.split.map(&:to_i)
# The larger half, the middle value included.
puts values.sort.drop(n / 2).sum
`,
};
