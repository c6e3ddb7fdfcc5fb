import { describe, expect, test } from 'vitest';
import { printing, programs } from './run-program.ts';

const strict = programs('javascript-strict');
const prints = printing(strict);

describe('every way in which contest programs read their input', () => {
  const SUM = 'const sum = (lines) => console.log(lines.slice(1).reduce((a, x) => a + Number(x), 0));\n';
  const LINES = "const rl = require('readline').createInterface({ input: process.stdin });\n";
  test.each([
    ['readFileSync(0)', "sum(require('fs').readFileSync(0, 'utf8').trim().split('\\n'));"],
    ['readFileSync of a path', "sum(require('fs').readFileSync('/dev/stdin', 'utf-8').trim().split('\\n'));"],
    [
      'readline events',
      `${LINES}const all = [];\nrl.on('line', (l) => all.push(l)).on('close', () => sum(all));`,
    ],
    [
      'readline iterated',
      `${LINES}(async () => { const all = []; for await (const l of rl) all.push(l); sum(all); })();`,
    ],
    [
      'process.stdin events',
      "let t = '';\nprocess.stdin.on('data', (d) => (t += d));\nprocess.stdin.on('end', () => sum(t.trim().split('\\n')));",
    ],
    ['import', "import fs from 'fs';\nsum(fs.readFileSync(0, 'utf8').trim().split('\\n'));"],
  ])('%s', async (_name, source) => {
    const program = source.startsWith('import') ? source.replace('\n', `\n${SUM}`) : SUM + source;
    expect(await prints(program, '2\n30\n4\n', '1\n5\n')).toEqual(['34\n', '5\n']);
  });
});

test('timers, promises and nextTick come in their order, and text is UTF-8', async () => {
  const source =
    "setTimeout(() => console.log('timer'), 5);\nsetTimeout(() => console.log('sooner'), 1);\n" +
    "Promise.resolve().then(() => console.log('promise ż'));\nprocess.on('exit', (c) => console.log('exit', c));\nconsole.log('main', [1, { a: 2n }]);";
  expect(await prints(source)).toEqual(['main [ 1, { a: 2n } ]\npromise ż\nsooner\ntimer\nexit 0\n']);
});

test('process.exit ends the program with its code', async () => {
  const [run] = await strict(
    "console.log('x');\ntry { process.exit(3); } catch {}\nconsole.log('never');",
    '',
  );
  expect([run!.exit, run!.stdout]).toEqual([{ kind: 'code', code: 3 }, 'x\n']);
});

describe('errors', () => {
  test.each([
    ['thrown', "const f = () => {\nthrow new TypeError('bad'); };\nf();"],
    ['in a timer', "setTimeout(() => {\nthrow new TypeError('bad'); }, 1);"],
    [
      'in an awaited promise at the top',
      "import fs from 'fs';\nawait (async () => { throw new TypeError('bad'); })();",
    ],
  ])('%s: exit code 1 with the message and the line', async (_where, source) => {
    const [run] = await strict(source, '');
    expect(run!.exit).toEqual({ kind: 'code', code: 1 });
    expect(run!.stderr).toMatch(/^TypeError: bad\n {4}at .*main\.js:2/);
  });

  test('a program that does not compile is refused with its line', async () => {
    await expect(strict('let x = 1;\nlet y = ;', '')).rejects.toThrow(/main\.js:2\nSyntaxError: /);
  });

  test('recursion without end is an error of the program', async () => {
    const [run] = await strict('const f = () => f() + 1;\nf();', '');
    expect(run!.exit).toEqual({ kind: 'code', code: 1 });
    expect(run!.stderr).toMatch(/stack overflow/);
  });
});

test.each([
  ['globals', 'console.log(globalThis.seen); globalThis.seen = 1;'],
  ['prototypes', 'console.log([].seen); Array.prototype.seen = 1;'],
])('one test leaves nothing for the next: %s', async (_what, source) => {
  expect(await prints(source, '', '', '')).toEqual(Array(3).fill('undefined\n'));
});

test('nothing of the host is left within reach', async () => {
  const names = [
    '__host',
    '__guest',
    'fetch',
    'postMessage',
    'WebAssembly',
    'importScripts',
    'self',
    'std',
    'os',
  ];
  expect(
    await prints(`console.log(${JSON.stringify(names)}.filter((n) => globalThis[n] !== undefined).join());`),
  ).toEqual(['\n']);
});
