import type { Profile } from '../../profile.ts';

export const javascript: Profile = {
  language: 'javascript',
  exchange:
    "Read with require('fs').readFileSync(0, 'utf8'), split it into lines or words, and print with console.log.",
  idioms: [
    'map, filter, reduce, some and every',
    'destructuring and spread',
    'Map and Set for counting and for distinct values',
  ],
  pitfalls: [
    'sort() without a comparison compares numbers as text',
    '/ never gives a whole number by itself: Math.floor or Math.trunc',
    '% keeps the sign of its left side',
    'what is read is text until Number() makes a number of it, and + joins texts',
    'numbers above 2^53 need BigInt',
  ],
  example: `const [first, second] = require('fs').readFileSync(0, 'utf8').split('\\n');
const n = Number(first);
const values = second.trim().split(/\\s+/).map(Number);
// The larger half, the middle value included.
const sorted = values.sort((x, y) => x - y);
console.log(sorted.slice(Math.floor(n / 2)).reduce((sum, x) => sum + x, 0));
`,
};
