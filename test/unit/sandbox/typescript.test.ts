import { describe, expect, test } from 'vitest';
import { translate } from '../../../workers/sandbox/typescript/translate.ts';
import { programs } from './run-program.ts';

const typescript = programs('typescript');

async function prints(source: string, stdin = ''): Promise<string> {
  const [run] = await typescript(source, stdin);
  return run!.exit.kind === 'code' && run!.exit.code === 0 ? run!.stdout : run!.stderr;
}

test('types, interfaces, generics, casts and non-null marks are taken off', async () => {
  const source = `import * as fs from 'fs';
type Pair<T> = readonly [T, T];
interface Named { name?: string }
declare const unused: number;
abstract class Shape implements Named { abstract area(): number; name?: string }
const pair: Pair<number> = fs.readFileSync(0, 'utf8').split(' ').map(Number) as unknown as Pair<number>;
function add<T extends number>(this: void, a: T, b: T): number { return (a as number) + b!; }
console.log(add(...(pair satisfies Pair<number>)), typeof Shape);`;
  expect(await prints(source, '3 4')).toBe('7 function\n');
});

test('enums, constant enums and parameter properties become code', async () => {
  const source = `enum Color { Red, Green = 5, Blue }
const enum Word { Yes = 'yes' }
class Point { constructor(private x: number, public readonly y = 2) {} sum() { return this.x + this.y; } }
console.log(Color.Blue, Color[5], Word.Yes, new Point(1).sum());`;
  expect(await prints(source)).toBe('6 Green yes 3\n');
});

test('require in both ways, and input by readline', async () => {
  const source = `import readline = require('readline');
const rl = readline.createInterface({ input: process.stdin });
rl.on('line', (line: string): void => console.log(line.length));`;
  expect(await prints(source, 'abc\n')).toBe('3\n');
});

test('an error names the line of the TypeScript file', async () => {
  const source = `interface A {\n  x: number;\n}\nconst a: A = null as any;\nconsole.log(a.x);`;
  expect(await prints(source)).toMatch(/^TypeError: [^\n]*\n.*main\.ts:5/);
});

describe('what cannot be translated is a compile error with its line', () => {
  test.each([
    ['a type that is missing', 'let x: number;\nlet y: = 3;', /^main\.ts:2\nSyntaxError: /],
    ['a bracket left open', 'let x = 1;\nf(', /^main\.ts:2\nSyntaxError: /],
    [
      'a namespace',
      '\nnamespace Shapes.Flat {\n  export const x = 1;\n}',
      /^main\.ts:2\n.*namespace Shapes\.Flat/,
    ],
    ['an exported namespace', 'export namespace N { export let z = 1 }', /^main\.ts:1\n.*namespace N/],
    ['the old module', 'module Old {\n  export let z = 1;\n}', /^main\.ts:1\n.*namespace Old/],
    [
      'nesting without end',
      `let x = ${'('.repeat(100_000)}`,
      /^main\.ts:1\nSyntaxError: .*nested too deeply/,
    ],
  ])('%s', (_what, source, message) => {
    expect(translate(source)).toEqual({ ok: false, compileError: expect.stringMatching(message) });
  });

  test('the JavaScript that is left is checked too', async () => {
    await expect(typescript('const a: number = 1;\nconst a = 2;', '')).rejects.toThrow(
      /main\.ts:2\nSyntaxError/,
    );
  });
});

test('the words namespace and module are no namespaces, nor are mere declarations', () => {
  for (const source of [
    'const namespace = 1, module_ = { namespace: 2, module: 3 };\nnamespace;',
    'declare namespace D { const y: number; namespace E { const z: number } }\nlet x = `namespace A {`;',
    'module.exports = { a: 1 };',
    '// namespace A { const x = 1 }',
  ]) {
    expect(translate(source).ok).toBe(true);
  }
});
