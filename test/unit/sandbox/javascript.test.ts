import { describe, expect, test } from 'vitest';
import { wrapModule } from '../../../workers/sandbox/javascript/module-syntax.ts';
import { printing, programs } from './run-program.ts';

const javascript = programs('javascript');
const prints = printing(javascript);

describe('every way in which contest programs read their input', () => {
  const SUM = 'const sum = (lines) => console.log(lines.slice(1).reduce((a, x) => a + Number(x), 0));\n';
  const LINES = "const rl = require('readline').createInterface({ input: process.stdin });\n";
  test.each([
    ['readFileSync(0)', "sum(require('fs').readFileSync(0, 'utf8').trim().split('\\n'));"],
    ['readFileSync(0) as bytes', "sum(require('node:fs').readFileSync(0).toString().trim().split('\\n'));"],
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
      'readline questions',
      `${LINES}rl.question('', (n) => { let s = 0, left = +n; const ask = () => rl.question('', (x) => { s += +x; ` +
        'if (--left) ask(); else { console.log(s); rl.close(); } }); ask(); });',
    ],
    [
      'process.stdin events',
      "let t = '';\nprocess.stdin.setEncoding('utf8');\nprocess.stdin.on('data', (d) => (t += d));\n" +
        "process.stdin.on('end', () => sum(t.trim().split('\\n')));",
    ],
    [
      'process.stdin read when readable',
      "let t = '';\nprocess.stdin.on('readable', () => { let c; while ((c = process.stdin.read()) !== null) t += c; });\n" +
        "process.stdin.on('end', () => sum(t.trim().split('\\n')));",
    ],
    [
      'process.stdin iterated',
      "(async () => { let t = ''; for await (const c of process.stdin) t += c; sum(t.trim().split('\\n')); })();",
    ],
    ['import', "import fs, { readFileSync as read } from 'fs';\nsum(read(0, 'utf8').trim().split('\\n'));"],
    [
      'import and await at the top',
      "import * as readline from 'node:readline';\nconst all = [];\n" +
        'for await (const l of readline.createInterface({ input: process.stdin })) all.push(l);\nsum(all);',
    ],
  ])('%s', async (_name, source) => {
    const program = source.startsWith('import') ? source.replace('\n', `\n${SUM}`) : SUM + source;
    expect(await prints(program, '2\n30\n4\n', '1\n5\n')).toEqual(['34\n', '5\n']);
  });
});

describe('printing', () => {
  test('console.log formats as Node does', async () => {
    const source =
      'console.log(1, "a", 2n, [1, "b"], { x: 1, "y z": [null, undefined] }, new Map([[1, 2]]), new Set(["s"]));\n' +
      'console.log("%d-%s", 5, "x", true);\nconsole.log();\nconsole.log(-0, [[[[1]]]], [], {});';
    expect(await prints(source)).toEqual([
      "1 a 2n [ 1, 'b' ] { x: 1, 'y z': [ null, undefined ] } Map(1) { 1 => 2 } Set(1) { 's' }\n" +
        '5-x true\n\n-0 [ [ [ [Array] ] ] ] [] {}\n',
    ]);
  });

  test('process.stdout.write and writeFileSync print as they are; console.error goes elsewhere', async () => {
    const [run] = await javascript(
      "process.stdout.write('a');\nrequire('fs').writeFileSync(1, 'b');\nrequire('fs').writeFileSync('/dev/stdout', 'c');\nconsole.error('d');",
      '',
    );
    expect([run!.stdout, run!.stderr]).toEqual(['abc', 'd\n']);
  });
});

describe('a program is over when nothing of it is left', () => {
  test('timers, immediates, promises and nextTick come first, in their order', async () => {
    const source =
      "setTimeout(() => console.log('timer'), 5);\nsetImmediate(() => console.log('immediate'));\n" +
      "Promise.resolve().then(() => console.log('promise'));\nprocess.on('exit', (c) => console.log('exit', c));\n" +
      "const id = setInterval(() => { console.log('tick'); clearInterval(id); }, 20);\nconsole.log('main');";
    expect(await prints(source)).toEqual(['main\npromise\nimmediate\ntimer\ntick\nexit 0\n']);
  });

  test('a program that keeps the machine busy does not change the order of its timers', async () => {
    const source =
      'const busy = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };\n' +
      "setTimeout(() => console.log(30), 30);\nsetTimeout(() => console.log(10), '10');\nbusy(40);\n" +
      'setTimeout(() => console.log(20), 20);\nsetImmediate(() => console.log(0));\n' +
      'process.nextTick(() => setTimeout(() => console.log(1)));\n' +
      'const gone = setTimeout(() => console.log(5), 5);\nclearTimeout(gone);\n' +
      'setTimeout(() => { console.log(31); setTimeout(() => console.log(41), 10); }, 31);';
    expect(await prints(source)).toEqual(['0\n1\n10\n20\n30\n31\n41\n']);
  });

  test('process.exit ends it at once, with its code', async () => {
    const [run] = await javascript(
      "setTimeout(() => console.log('never'), 0);\ntry { process.exit(3); } catch {}\nconsole.log('not this either');",
      '',
    );
    expect([run!.exit, run!.stdout]).toEqual([{ kind: 'code', code: 3 }, '']);
  });

  test('process.exitCode and a return at the top are obeyed', async () => {
    const [run] = await javascript('process.exitCode = 4;\nreturn;', '');
    expect(run!.exit).toEqual({ kind: 'code', code: 4 });
  });
});

describe('errors', () => {
  test.each([
    ['thrown', "const f = () => { throw new TypeError('bad'); };\nf();"],
    ['in a timer', "setTimeout(() => {\nthrow new TypeError('bad'); }, 1);"],
    ['in a promise', "(async () => {\nthrow new TypeError('bad'); })();"],
    [
      'in a line',
      "require('readline').createInterface({ input: process.stdin })\n.on('line', () => { throw new TypeError('bad'); });",
    ],
  ])('%s: exit code 1 with the message and the lines of the submission’s file', async (_where, source) => {
    const [run] = await javascript(source, 'x\n');
    expect(run!.exit).toEqual({ kind: 'code', code: 1 });
    expect(run!.stderr).toMatch(/^TypeError: bad\n {4}at .*main\.js:[12]:/);
    expect(run!.stderr).not.toMatch(/endpoint|node:internal/);
  });

  test('recursion without end is a RangeError', async () => {
    const [run] = await javascript('const f = () => f() + 1;\nf();', '');
    expect(run!.stderr).toMatch(/^RangeError: Maximum call stack size exceeded/);
  });

  test('a module or file that is not there is said so', async () => {
    const [module] = await javascript("require('lodash');", '');
    expect(module!.stderr).toMatch(/^Error: Cannot find module 'lodash'/);
    const [file] = await javascript("require('fs').readFileSync('input.txt');", '');
    expect(file!.stderr).toMatch(/ENOENT.*'input\.txt' \(the sandbox has the standard streams only\)/);
  });
});

test('an ES module becomes a function’s text whose lines keep their numbers', () => {
  const source = "import fs, {\n  readFileSync as read,\n} from 'fs';\nexport const x = 1;\nawait read;";
  const lines = wrapModule(source).split('\n');
  expect(lines[0]).toContain('(async function (');
  expect(lines[3]).toBe('const x = 1;');
  expect(lines[4]).toBe('await read;');
});

test('the word import in a string or a comment makes no module', () => {
  expect(wrapModule("// import x from 'y'\nconst s = 'import';")).not.toContain('async');
});
