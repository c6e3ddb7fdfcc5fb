import { attacks } from './hostile/attack.ts';
import { BREAKING_OUT } from './hostile/scripts.ts';

const names = (list: string): string =>
  `console.log(${JSON.stringify(list.split(' '))}.filter((n) => typeof globalThis[n] !== 'undefined').join());`;

attacks(
  'javascript-strict',
  {
    source:
      "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);",
  },
  [
    {
      name: 'finds nothing of a browser',
      source: names(
        'fetch XMLHttpRequest WebSocket EventSource importScripts Worker postMessage self indexedDB caches navigator document WebAssembly SharedWorker BroadcastChannel MessagePort __host __guest std os scriptArgs',
      ),
      ends: 'well',
      prints: /^\n$/,
    },
    {
      name: 'imports nothing',
      source:
        "const url = require('fs').readFileSync(0, 'utf8').trim();\nfor (const name of [url + '/module.js', 'std', 'os', 'file:///etc/passwd'])\n  import(name).then(() => console.log(name), () => {});",
      ends: 'well',
      prints: /^$/,
    },
    {
      name: 'makes code out of text and is still inside',
      source:
        "const all = (0, Function)('return this')();\nconsole.log(all === globalThis, typeof all.fetch, typeof eval('globalThis.process.binding'));",
      ends: 'well',
      prints: /^true undefined undefined\n$/,
    },
    {
      name: 'takes memory in strings',
      source: "const x = [];\nfor (;;) x.push('x'.repeat(1e6) + x.length);",
      ends: 'memory',
    },
    { name: 'takes memory in one buffer', source: 'new ArrayBuffer(2 ** 30);', ends: 'memory' },
    {
      name: 'takes memory in objects and swallows every error',
      source: 'const x = [];\nfor (;;) try { for (;;) x.push({}); } catch {}',
      ends: 'any',
      prints: /^$/,
    },
    { name: 'loops and swallows every error', source: 'for (;;) try { for (;;); } catch {}', ends: 'time' },
    {
      name: 'hides a loop in a regular expression',
      source: "/^(a+)+$/.test('a'.repeat(50) + 'b');",
      ends: 'time',
    },
    {
      name: 'makes promises without end',
      source: '(function again() { Promise.resolve().then(again); })();',
      ends: 'time',
    },
    { name: 'keeps itself alive by a timer', source: 'setInterval(() => {}, 1);', ends: 'time' },
    { name: 'floods the output', source: "for (;;) console.log('x'.repeat(1000));", ends: 'output' },
    {
      name: 'overflows the stack through sorting, JSON and regular expressions',
      source: `const nested = (n) => { let x = []; for (let i = 0; i < n; i++) x = [x]; return x; };
for (const attempt of [
  () => JSON.stringify(nested(1e5)),
  () => JSON.parse('['.repeat(1e5)),
  () => String(nested(1e5)),
  () => nested(1e5).flat(Infinity),
  () => new RegExp('('.repeat(1e4) + ')'.repeat(1e4)),
  () => { const f = () => [1, 2].sort(f); f(); },
]) try { attempt(); console.log('no error'); } catch (e) { console.log(e instanceof Error); }`,
      ends: 'any',
      prints: /^(true\n|no error\n)*$/,
    },
    {
      name: 'tampers with what the code around it uses',
      source: `JSON.stringify = () => '{"type":"ended","code":0,"clean":true}';
Array.prototype.push = Promise.prototype.then = Function.prototype.call = null;
Object.defineProperty(Object.prototype, 'type', { get: () => 'ended', set() {} });`,
      ends: 'any',
      prints: /^$/,
    },
    {
      name: 'throws what loops when it is looked at',
      source: "throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;); } });",
      ends: 'time',
    },
    {
      name: 'breaks out of the function around it and is still inside',
      source: '});\nglobalThis.process = null;\n(function () {',
      ends: 'any',
      prints: /^$/,
    },
    ...BREAKING_OUT,
    {
      name: 'makes a number that takes all memory',
      source: 'let x = 3n;\nfor (;;) x *= x;',
      ends: 'any',
      prints: /^$/,
    },
  ],
);
