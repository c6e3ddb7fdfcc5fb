import type { Attack } from './attack.ts';

/** Tries each call and prints the names of those that gave something other than an error or a refused promise. */
const trying = (calls: Record<string, string>): string => `
const url = require('fs').readFileSync(0, 'utf8').trim();
const attempts = { ${Object.entries(calls).map(([name, call]) => `${name}: () => ${call}`)} };
(async () => {
  for (const [name, call] of Object.entries(attempts))
    try { if ((await call()) !== 'void') console.log(name); } catch {}
})();`;

/** Prints x, by which it gets hold of the port to the page. */
const TAKE_PORT = `const post = MessagePort.prototype.postMessage;
let port;
MessagePort.prototype.postMessage = function (...args) { port = this; return post.apply(this, args); };
console.log('x');`;

/** Sources that close the function around them, to run while they are compiled. */
const WAYS = [
  ['by closing the function', '});\nfor (;;);\n(function () {'],
  ['by closing the declaration', '}\nfor (;;);\n{'],
  ['by an argument', '}, (() => { for (;;); })(), function () {'],
  ['by declaring the register', '}\nfunction __quartetMain() { for (;;); }\n{'],
  [
    'by a function of the same name',
    '}\nfunction __quartetSubmission(a = (() => { for (;;); })()) {\n}\n{ {',
  ],
];
export const BREAKING_OUT: Attack[] = WAYS.map(([way, source]) => ({
  name: `runs nothing before its time ${way}`,
  source: source!,
  ends: 'any',
  refusal: /Error/,
}));

/** Attacks of a program that is JavaScript in V8, in a worker of its own. */
export const SCRIPTS: Attack[] = [
  {
    name: 'reaches no server',
    source: trying({
      fetch: "fetch(url + '/fetch')",
      post: "fetch(url + '/post', { method: 'POST', keepalive: true, body: 'x' })",
      xhr: "(() => { const x = new XMLHttpRequest(); x.open('GET', url + '/xhr', false); x.send(); })()",
      socket:
        "new Promise((open, error) => Object.assign(new WebSocket(url.replace('http', 'ws')), { onopen: open, onerror: error }))",
      stream: "new WebSocketStream(url.replace('http', 'ws')).opened",
      events:
        'new Promise((open, error) => Object.assign(new EventSource(url), { onopen: open, onerror: error }))',
      script: "importScripts(url + '/script.js')",
      module: "import(url + '/module.js')",
      worker: "new Worker(url + '/worker.js')",
      font: "new FontFace('f', 'url(' + url + '/font)').load()",
      beacon: "navigator.sendBeacon(url + '/beacon')",
      transport: "new WebTransport(url.replace('http:', 'https:')).ready",
      peer: 'new RTCPeerConnection()',
    }),
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'reaches no server from code that it makes out of text',
    source: trying({
      eval: "eval('fetch(url)')",
      function: "new Function('return fetch(' + JSON.stringify(url) + ')')()",
      data: "import('data:text/javascript,' + encodeURIComponent('await fetch(' + JSON.stringify(url) + ')'))",
      blob: "importScripts(URL.createObjectURL(new Blob(['fetch(' + JSON.stringify(url) + ').catch(() => {})']))) ?? 'void'",
    }),
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'reaches no storage and no page',
    source: trying({
      database:
        "new Promise((open, error) => Object.assign(indexedDB.open('quartet-runs'), { onsuccess: open, onerror: error }))",
      caches: 'caches.keys()',
      cookies: 'cookieStore.getAll()',
      files: 'navigator.storage.getDirectory()',
      local: 'localStorage.length',
      document: 'document.body',
      parent: 'parent.document',
      locks: "navigator.locks.request('x', () => 1)",
      channel: "new BroadcastChannel('x')",
      shared: "new SharedWorker('x')",
      nested: "new Worker(URL.createObjectURL(new Blob(['1'])))",
    }),
    ends: 'well',
    prints: /^$/,
  },
  { name: 'loops until the time is up', source: 'for (;;) try { for (;;); } catch {}', ends: 'time' },
  {
    name: 'makes promises without end until the time is up',
    source: '(function again() { Promise.resolve().then(again); })();',
    ends: 'time',
  },
  {
    name: 'keeps itself alive by a timer until the time is up',
    source: 'setInterval(() => {}, 1);',
    ends: 'time',
  },
  {
    name: 'hides a loop in a regular expression until the time is up',
    source: "/^(a+)+$/.test('a'.repeat(50) + 'b');",
    ends: 'time',
  },
  {
    name: 'waits on shared memory until the time is up',
    source:
      'const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });\nAtomics.wait(new Int32Array(buffer), 0, 0);',
    ends: 'any',
  },
  { name: 'closes its own worker', source: 'self.close();\nfor (;;);', ends: 'any' },
  { name: 'floods the output', source: "for (;;) console.log('x'.repeat(1000));", ends: 'output' },
  {
    name: 'floods the output and swallows every error',
    source: "for (;;) try { process.stdout.write('x'.repeat(1000)); } catch {}",
    ends: 'output',
  },
  {
    name: 'floods the frame with messages',
    source: "for (let i = 0; i < 50000; i++) postMessage('x'.repeat(1000));",
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'takes the port to the page and forges an end, output and a verdict; its own output is all that comes',
    source: `${TAKE_PORT}
port.postMessage({ type: 'verdict', verdict: 'AC' });
port.postMessage({ type: 'prepared', compileError: null });
port.postMessage({ type: 'ready' });
port.postMessage({ type: 'file', name: '../x', bytes: new Uint8Array(8) });
port.postMessage({ type: 'ended', code: 0, clean: true });
for (;;);`,
    ends: 'well',
    prints: /^x\n$/,
  },
  {
    name: 'floods the port to the page with output',
    source: `${TAKE_PORT}
for (;;) port.postMessage({ type: 'output', stream: 'stdout', bytes: new Uint8Array(1e5) });`,
    ends: 'output',
  },
  {
    name: 'sends the page what no worker sends',
    source: `${TAKE_PORT}
const bytes = { length: -1e9 };
for (const message of [null, 1, 'ended', [], {}, { type: 'toString' }, { type: 'output', stream: 'stdout', bytes },
  { type: 'output', stream: '__proto__', bytes: new Uint8Array(9) }, { type: 'ended', code: '0', clean: true },
  { type: 'ended', code: 0, clean: true, memoryBytes: -1 }, { type: 'file', name: {}, bytes: new Uint8Array(9) },
  { type: 'crashed', message: {} }, { type: 'reading', shared: 1, received: -1 }, { type: 'prepared' }])
  port.postMessage(message);
for (;;);`,
    ends: 'time',
    prints: /^x\n$/,
  },
  {
    name: 'floods the port to the page with what means nothing',
    source: `${TAKE_PORT}\nfor (;;) port.postMessage(null);`,
    ends: 'crash',
    prints: /^x\n$/,
  },
  {
    name: 'floods the port to the page with empty output',
    source: `${TAKE_PORT}
for (;;) port.postMessage({ type: 'output', stream: 'stdout', bytes: new Uint8Array() });`,
    ends: ['time', 'crash'],
    prints: /^x\n$/,
  },
  {
    name: 'asks to be run again, for twice the time',
    source: `${TAKE_PORT}\nport.postMessage({ type: 'again' });\nfor (;;);`,
    ends: 'crash',
  },
  {
    name: 'says that it waits for input, to stop the clock',
    source: `${TAKE_PORT}\nfor (;;) port.postMessage({ type: 'reading', shared: false, received: 0 });`,
    ends: ['time', 'crash'],
    prints: /^x\n$/,
  },
  {
    name: 'says that it has started again and again, to wind the clock back',
    source: `${TAKE_PORT}\nfor (;;) port.postMessage({ type: 'started' });`,
    ends: ['time', 'crash'],
    prints: /^x\n$/,
  },
  {
    name: 'tampers with prototypes',
    source: `for (const name of ['push', 'map', 'slice', 'filter', 'splice', Symbol.iterator]) Array.prototype[name] = null;
Uint8Array.prototype.slice = Uint8Array.prototype.subarray = null;
Object.defineProperty(Object.prototype, 'type', { get: () => 'ended', set() {} });
Promise.prototype.then = null;
Function.prototype.call = Function.prototype.apply = null;`,
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'throws what loops when it is looked at',
    source: "throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;); } });",
    ends: 'time',
  },
  {
    name: 'breaks out of the function around it and changes the worker',
    source: '});\nself.onmessage = null;\n(function () {',
    ends: 'any',
  },
  ...BREAKING_OUT,
  {
    name: 'runs WebAssembly without end until the time is up',
    source: `const loop = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11];
new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(loop))).exports.f();`,
    ends: 'time',
  },
  {
    name: 'asks for memories of WebAssembly until there are none',
    source: 'const all = [];\nfor (;;) all.push(new WebAssembly.Memory({ initial: 4096 }));',
    ends: 'any',
  },
];
