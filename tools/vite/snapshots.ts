import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { importMemory } from '../../workers/sandbox/wasi/import-memory.ts';
import { once } from '../once.ts';
import { readBuffer } from '../read-buffer.ts';
import { bundle } from './bundle.ts';
import { KEPT, place } from './kept.ts';

const { resolve } = createRequire(import.meta.url);

export const PYTHON_WASM = resolve('pyodide/pyodide.asm.wasm');
export const RUBY_WASM = resolve('@ruby/3.4-wasm-wasi/dist/ruby+stdlib.wasm');

/**
 * The rest of `workerScope`. The clock stands and randomness is none, as an interpreter keeps something of them; WebAssembly
 * seems to be one that can be suspended, as browsers' can, where Node's cannot.
 */
const SCOPE = `
self = globalThis;
location = 'https://sandbox.invalid/';
navigator = { userAgent: 'Chrome' };
WorkerGlobalScope = class { static [Symbol.hasInstance]() { return true; } };
WebAssembly.Suspending = function (call) { return call; };
WebAssembly.promising = (call) => call;
crypto = { getRandomValues: (bytes) => bytes.fill(1) };
let now = 0;
performance = { now: () => now++, timeOrigin: 0 };
Date = class extends Date {
  constructor(...given) { super(...(given.length > 0 ? given : [0])); }
  static now() { return 0; }
};
`;

/** What a language's interpreter is made of. */
interface Interpreter {
  wasm: string;
  /** What the worker gets instead of the file as it was published. */
  made?: (bytes: ArrayBuffer) => ArrayBuffer;
  others: readonly string[];
}

const INTERPRETERS = {
  python: { wasm: PYTHON_WASM, others: [resolve('pyodide/python_stdlib.zip')] },
  ruby: { wasm: RUBY_WASM, made: importMemory, others: [] },
} satisfies Record<string, Interpreter>;

type Language = keyof typeof INTERPRETERS;

/**
 * The path of a file with the memory that a language's interpreter has once it has started, from which its workers
 * start: what takes each of them seconds is done here once, for each version of the interpreter and of the judge's
 * harness in it.
 */
export const pythonSnapshot = once(() => keep('python'));
export const rubySnapshot = once(() => keep('ruby'));

/** Makes the snapshot anew: the same bytes on every machine. */
export async function makeSnapshot(language: Language): Promise<Uint8Array> {
  return makeFrom(language, await partsOf(language));
}

async function makeFrom(language: Language, { script, wasm, others }: Parts): Promise<Uint8Array> {
  const { made }: Interpreter = INTERPRETERS[language];
  const scope = workerScope();
  vm.runInContext(script, scope, { filename: `${language}/snapshot-maker.ts` });
  return (scope['makeSnapshot'] as Make)(made?.(wasm) ?? wasm, ...others);
}

/** Defined by the script: makes a snapshot from an interpreter's WebAssembly and the contents of its other files. */
type Make = (wasm: ArrayBuffer, ...others: ArrayBuffer[]) => Promise<Uint8Array>;

async function keep(language: Language): Promise<string> {
  const parts = await partsOf(language);
  const { script, wasm, others } = parts;
  const hash = createHash('sha256').update(SCOPE).update(script);
  for (const content of [wasm, ...others]) hash.update(new Uint8Array(content));
  const folder = join(KEPT, `${language}-snapshot.${hash.digest('hex').slice(0, 16)}`);
  const file = join(folder, `${language}-snapshot.bin`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  await place(file, await makeFrom(language, parts));
  return file;
}

/** What a snapshot is made from. */
interface Parts {
  /** Defines `makeSnapshot`, a `Make`. */
  script: string;
  wasm: ArrayBuffer;
  others: ArrayBuffer[];
}

async function partsOf(language: Language): Promise<Parts> {
  const { wasm, others } = INTERPRETERS[language];
  return {
    // To minify it would take longer than all else that finding a kept snapshot does.
    script: await bundle(`${language}/snapshot-maker.ts`, { minify: false }),
    wasm: await readBuffer(wasm),
    others: await Promise.all(others.map(readBuffer)),
  };
}

/**
 * A global scope as a browser's worker has it, as far as an interpreter looks at it while it starts, and not Node's, which it
 * would remember.
 */
function workerScope(): vm.Context {
  const scope = vm.createContext({
    ...{ setTimeout, clearTimeout, queueMicrotask, AbortController },
    ...{ TextDecoder, TextEncoder, URL, Response, console },
  });
  vm.runInContext(SCOPE, scope);
  return scope;
}
