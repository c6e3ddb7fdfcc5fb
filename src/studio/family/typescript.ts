import { writeJavaScript } from './javascript.ts';
import type { Spec } from './spec.ts';

/** Types of the family's names: `a` holds numbers, `s` characters, `w` words, as in JavaScript. */
const TYPES: readonly [RegExp, string][] = [
  [/^const lines = require\('fs'\)\.readFileSync/, 'const lines: string[] = readFileSync'],
  [/^let (a|b) = /, 'let $1: number[] = '],
  [/^let (s|w) = /, 'let $1: string[] = '],
  [/^let n = /, 'let n: number = '],
  [/^const g = \[\];/, 'const g: number[][] = [];'],
  [/^const isPrime = \(x\) =>/, 'const isPrime = (x: number): boolean =>'],
  [/^const gcd = \(x, y\) =>/, 'const gcd = (x: number, y: number): number =>'],
  [/^const t = Array\((.*?)\)\.fill/, 'const t: number[] = Array($1).fill'],
  [/^const t = a\.map/, 'const t: number[] = a.map'],
];

/** Writes a spec as a TypeScript program: the JavaScript one with its types, and reading by an import. */
export function writeTypeScript(spec: Spec): string {
  const lines = writeJavaScript(spec)
    .split('\n')
    .map((line) => TYPES.reduce((text, [pattern, typed]) => text.replace(pattern, typed), line));
  return ["import { readFileSync } from 'node:fs';", '', ...lines].join('\n');
}
