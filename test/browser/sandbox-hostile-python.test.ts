import { attacks } from './hostile/attack.ts';

/** Runs each call and prints the names of those that did not fail. */
const trying = (calls: Record<string, string>): string =>
  [
    'import js',
    'url = input()',
    'def attempt(name, call):',
    '  try:',
    '    call()',
    '    print(name)',
    '  except BaseException: pass',
    ...Object.entries(calls).map(([name, call]) => `attempt(${JSON.stringify(name)}, lambda: ${call})`),
  ].join('\n');

attacks('python', { source: 'a, b = map(int, input().split())\nprint(a + b)' }, [
  {
    name: 'reaches no server through the browser',
    source: `${trying({
      sync: "[x := js.XMLHttpRequest.new(), x.open('GET', url + '/xhr', False), x.send()]",
      importScripts: "js.importScripts(url + '/script.js')",
      worker: "js.Worker.new(url + '/worker.js')",
      eval: "js.eval('1')",
      function: "js.Function.new('return 1').call(None)",
      stream: 'js.RTCPeerConnection.new()',
    })}\njs.fetch(url + '/fetch')\ntry: js.WebSocket.new(url.replace('http', 'ws'))\nexcept BaseException: pass\ntry: js.EventSource.new(url + '/events')\nexcept BaseException: pass\nimport time\ntime.sleep(0.3)`,
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'reaches no server through Python',
    source: trying({
      urllib: "__import__('urllib.request').request.urlopen(url, timeout=1).read()",
      socket:
        "__import__('socket').create_connection(('127.0.0.1', int(url.split(':')[2])), 1).send(b'GET / HTTP/1.0')",
      http: "__import__('pyodide.http').http.open_url(url)",
      process: "__import__('subprocess').run(['ls'])",
      shell: "1 / (__import__('os').system('ls') == 0)",
    }),
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'reaches no storage and no page',
    source: trying({
      indexedDB: "js.indexedDB.open('quartet-runs')",
      caches: 'js.caches.keys',
      cookies: 'js.cookieStore.getAll',
      files: 'js.localStorage.length',
      document: 'js.document.body',
      parent: 'js.parent.document',
      channel: "js.BroadcastChannel.new('x')",
      shared: "js.SharedWorker.new('x')",
    }),
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'takes memory piece by piece until the limit',
    source: 'x = []\nwhile True: x.append(bytearray(10**6))',
    ends: 'memory',
  },
  { name: 'takes memory at once', source: 'x = bytearray(10**9)', ends: 'memory' },
  { name: 'takes memory in one number', source: 'x = 1 << (8 * 10**9)', ends: 'memory' },
  {
    name: 'fills the disk until there is no space',
    source: 'f = open("/tmp/x", "wb")\nwhile True: f.write(b"x" * 2**23); f.flush()',
    ends: 'badly',
  },
  { name: 'floods the output', source: 'import os\nwhile True: os.write(1, b"x" * 10**4)', ends: 'output' },
  {
    name: 'floods the output and swallows every error',
    source: 'while True:\n  try:\n    while True: print("x" * 1000)\n  except BaseException: pass',
    ends: 'output',
  },
  {
    name: 'loops and swallows every error until the time is up',
    source: 'while True:\n  try:\n    while True: pass\n  except BaseException: pass',
    ends: 'time',
  },
  { name: 'sleeps until the time is up', source: 'import time\ntime.sleep(10**6)', ends: 'time' },
  {
    name: 'kills its interpreter',
    source: 'import os\nprint("x", flush=True)\nos._exit(0)',
    ends: 'any',
    prints: /^(x\n)?$/,
  },
  {
    name: 'breaks its interpreter through ctypes',
    source: 'import ctypes\nctypes.string_at(2**31 - 1, 100)',
    ends: 'crash',
  },
  {
    name: 'overflows the stack through built-in functions',
    source: 'x = []\nfor _ in range(10**5): x = [x]\nprint(len(repr(x)))',
    ends: 'crash',
  },
  {
    name: 'floods the frame with messages until the time is up',
    source: 'import js\nwhile True: js.postMessage("x" * 1000)',
    ends: 'any',
  },
  {
    name: 'tampers with the prototypes of the worker’s JavaScript',
    source:
      'import js\nfor name in ("push", "map", "slice", "filter"): setattr(js.Array.prototype, name, None)\njs.Uint8Array.prototype.slice = None\njs.Object.prototype.type = "ended"\njs.Object.prototype.code = 0\njs.Object.prototype.clean = True\nprint("tampered")',
    ends: 'any',
  },
  {
    name: 'patches what restores the interpreter, and its own builtins',
    source:
      'import quartet_harness as h, builtins, sys, gc\nh.restore = h.run = h.load = lambda *a: None\nfor o in gc.get_objects():\n  if isinstance(o, dict) and "RECURSION_LIMIT" in o: o.clear()\nbuiltins.print = builtins.input = None',
    ends: 'any',
  },
  {
    name: 'finds no other submission and no expected answer',
    source:
      'import gc, sys, linecache\nseen = [o for o in gc.get_objects() if isinstance(o, (list, dict, tuple)) and "42\\n" in map(str, o if not isinstance(o, dict) else list(o.values())[:50])]\nprint(len([s for s in seen if isinstance(s, list)]))',
    ends: 'any',
    prints: /^(0\n)?$/,
  },
  {
    name: 'builds memories in JavaScript',
    source:
      'import js\nx = []\nwhile True:\n  try: x.append(js.WebAssembly.Memory.new(js.JSON.parse(\'{"initial": 4096}\')))\n  except BaseException: break\nprint("end")',
    ends: 'any',
  },
]);
