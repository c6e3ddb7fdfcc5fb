import { describe, expect, test } from 'vitest';
import { instrument } from '../../../workers/sandbox/javascript/trace/instrument.ts';
import { printing, programs, traces } from './run-program.ts';

const trace = traces('javascript');

test('each line tells which variables it changed, in the order in which the lines ended', async () => {
  const source = `const [n, ...a] = require('fs').readFileSync(0, 'utf8').split(/\\s+/).map(Number)
let t = 0
for (let i = 0; i < n; i++) {
  const x = a[i]
  if (x > 1) t += x
  else if (x < 0) { t -= 1; continue }
}
function f(k) { if (k < 2) return k
  return f(k - 1) + f(k - 2)
}
for (const y of [1, 2]) t += y
const d = new Map()
d.set(3, f(2))
console.log(t)`;
  expect(await trace(source, '3\n1 2 -3')).toEqual([
    '1: n = 3, a = [1, 2, -3]',
    '2: t = 0',
    '3: i = 0',
    '4: x = 1',
    '5: ',
    '6: ',
    '3: i = 1',
    '4: x = 2',
    '5: t = 2',
    '3: i = 2',
    '4: x = -3',
    '5: ',
    '6: t = 1',
    '11: y = 1, t = 2',
    '11: y = 2, t = 4',
    '12: d = Map {}',
    '8 f: k = 2',
    '8 f: k = 1, return = 1',
    '8 f: k = 0, return = 0',
    '9 f: return = 1',
    '13: d = Map {3: 1}',
    '14: ',
  ]);
});

test('an error that ends the program stands on its line', async () => {
  const [, last] = await trace('const a = [];\na[3].b;', '');
  expect(last).toBe("2: error = TypeError: Cannot read properties of undefined (reading 'b')");
});

test('a function that changes what stands around it tells so', async () => {
  const source =
    'let count = 0;\nconst seen = [];\nfunction visit(v) {\n  seen.push(v);\n  count++;\n}\nvisit(7);';
  expect(await trace(source, '')).toEqual([
    '1: count = 0',
    '2: seen = []',
    '3 visit: v = 7',
    '4 visit: seen = [7]',
    '5 visit: count = 1',
    '7: ',
  ]);
});

test('values are cut, and neither getters nor functions are called', async () => {
  const source =
    'const long = Array.from({ length: 1000 }, (_, i) => i);\nconst text = "ab".repeat(500);\n' +
    'const evil = { get a() { throw new Error("called"); }, b: 1, toJSON() { throw 1; } };\n' +
    'const ring = { name: "r" }; ring.self = ring;\nconst fs = require("fs");';
  const lines = await trace(source, '');
  for (const line of lines) expect(line.length).toBeLessThan(300);
  expect(lines[0]).toMatch(/^1: long = \[0, 1, 2, .*, \.\.\. 1000 in all, 992, .*, 999\]$/);
  expect(lines[2]).toBe('3: evil = {a: ..., b: 1}');
  expect(lines[3]).toMatch(/^4: ring = \{name: "r", self: \{/);
  expect(lines[4]).toBe('5: ');
});

test('of a long run the first lines and the last that were looked at are kept, and the program runs on', async () => {
  const lines = await trace('let i = 0;\nwhile (i < 1e6) {\n  i++;\n}\nconsole.log(i);', '');
  expect(lines.length).toBe(1000);
  expect(lines[1]).toBe('2: ');
  expect(lines.at(-1)).toMatch(/^(2: |3: i = \d+)$/);
});

test('TypeScript is traced by its own lines', async () => {
  const source = 'interface P {\n  x: number;\n}\nconst p: P = { x: 1 };\np.x += 2;';
  expect(await traced(source, '')).toEqual(['4: p = {x: 1}', '5: p = {x: 3}']);
});
const traced = traces('typescript');

describe('a traced program does what it does untraced', () => {
  const prints = printing(programs('javascript'));
  const printsTraced = printing(programs('javascript', { trace: true }));
  test.each([
    [
      'statements without braces or semicolons',
      'let s = 0\nfor (let i = 0; i < 3; i++) if (i % 2) s += i; else s -= i\ndo s++; while (s < 5)\nconsole.log(s)',
    ],
    [
      'labels',
      'let s = 0;\nouter: for (const a of [1, 2, 3]) { for (const b of [1, 2]) { if (b === 2) continue outer; if (a === 3) break outer; s += a; } }\nconsole.log(s);',
    ],
    [
      'closures of a loop',
      'const f = [];\nfor (let i = 0; i < 3; i++) f.push(() => i);\nconsole.log(f.map((g) => g()));',
    ],
    [
      'switch',
      'function f(x) { switch (x) { case 1: let y = 2; return y; default: return 0 } }\nconsole.log(f(1), f(2));',
    ],
    [
      'returns of many kinds',
      'const f = () => { return (1, 2) };\nfunction g() { return\n1 }\nconsole.log(f(), g(), (() => ({ a: 1 }))());',
    ],
    [
      'classes',
      'class A { #x = 1; static n = 0; constructor() { A.n++; } get x() { return this.#x; } }\nclass B extends A { constructor() { super(); this.y = 2; } }\nconst b = new B();\nconsole.log(b.x, b.y, A.n);',
    ],
    [
      'generators',
      'function* g(n) { for (let i = 0; i < n; i++) yield i; return 9; }\nconsole.log([...g(3)]);',
    ],
    [
      'async functions',
      'async function f() { const x = await 3; return x; }\nf().then(async (v) => { await null; console.log(v); });',
    ],
    [
      'await at the top of a module',
      "import { readFileSync } from 'fs';\nconst s = readFileSync(0, 'utf8');\nconst t = await Promise.resolve(s.length);\nconsole.log(t);",
    ],
    [
      'use strict',
      '"use strict";\nfunction f() { "use strict"; return this === undefined }\nconsole.log(f());',
    ],
    [
      'a name before its time',
      'function f() { try { return later } catch (e) { return e.name } }\nconsole.log(f());\nlet later = 1;\nconsole.log(f());',
    ],
    [
      'destructuring',
      'const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], f: 5 };\nfor (const [k, v] of Object.entries(e)) console.log(a, c, d, k, v);',
    ],
    [
      'events',
      "let n = 0;\nconst rl = require('readline').createInterface({ input: process.stdin });\nrl.on('line', (l) => { n += Number(l); });\nrl.on('close', () => console.log(n));",
    ],
    ['a name like the probes', 'const $q = 1; const $q0 = 2;\nconsole.log($q + $q0);'],
    ['an exit code', 'try { process.exit(3); } finally { console.log(1); }'],
  ])('%s', async (_name, source) => {
    const [plain] = await prints(source, '3\n4\n');
    expect(await printsTraced(source, '3\n4\n')).toEqual([plain]);
  });
});

test('what cannot be read is refused, with the reason', () => {
  expect(instrument('let = = 1')).toMatchObject({ ok: false });
});
