import type { Profile } from '../../profile.ts';

export const typescript: Profile = {
  language: 'typescript',
  exchange:
    "Read with readFileSync(0, 'utf8') from 'node:fs', split it into lines or words, and print with console.log.",
  idioms: [
    'interfaces and tuples that say what the values are',
    'unions narrowed by a test instead of flags',
    'map, filter and reduce with typed callbacks',
  ],
  pitfalls: [
    'types are taken off before it runs: what is read is text until Number() makes a number of it',
    'sort() without a comparison compares numbers as text',
    '/ never gives a whole number by itself: Math.floor or Math.trunc',
    '% keeps the sign of its left side',
  ],
  example: `import { readFileSync } from 'node:fs';

const [first, second] = readFileSync(0, 'utf8').split('\\n') as [string, string];
const n: number = Number(first);
const values: number[] = second.trim().split(/\\s+/).map(Number);
// The larger half, the middle value included.
const sorted: number[] = values.sort((x, y) => x - y);
console.log(sorted.slice(Math.floor(n / 2)).reduce((sum, x) => sum + x, 0));
`,
};
