import { attacks } from './hostile/attack.ts';
import { SCRIPTS } from './hostile/scripts.ts';

attacks(
  'typescript',
  {
    source:
      "const [a, b]: number[] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a! + b!);",
  },
  [
    {
      name: 'nests generic arrows, which take the translator exponential time, and is refused',
      source: `a = ${'<T>('.repeat(40)}x${')'.repeat(40)}`,
      ends: 'refused',
    },
    {
      name: 'nests brackets until the translator’s stack is full',
      source: `let x = ${'['.repeat(200_000)}`,
      ends: 'refused',
    },
    { name: 'nests types', source: `let x: ${'('.repeat(50_000)}a`, ends: 'refused' },
    {
      name: 'hides a loop in a namespace',
      source: 'namespace A { export const x = 1; for (;;); }',
      ends: 'refused',
    },
    { name: 'loops while an enum is made', source: 'enum A { X = (() => { for (;;); })() }', ends: 'time' },
    ...SCRIPTS.slice(0, 6),
  ],
);
