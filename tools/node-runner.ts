import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Cell } from '../src/sandbox/cell.ts';
import { createRunner, type PooledRunner } from '../src/sandbox/runner.ts';
import { createSharedInput } from '../src/sandbox/shared-input.ts';
import { translateHere } from '../src/sandbox/translator.ts';
import { importMemory } from '../workers/sandbox/wasi/import-memory.ts';
import { threadCell } from './node-runner/thread-cell.ts';
import { readTranslatorAssets } from './node-runner/translator-assets.ts';
import { workerSource } from './node-runner/worker-source.ts';
import { once } from './once.ts';

/** A program's JavaScript heap, and with it Node itself, is kept below this. */
const HEAP_MB = 1024;

/**
 * A `Runner` for tools and tests: the sandbox's own interpreters in worker threads. A thread can be ended at any
 * time, but it is no wall: run only programs that you would run anyway. `dispose` it, or the process stays alive.
 */
export function createNodeRunner(): PooledRunner {
  const { resolve } = createRequire(import.meta.url);
  const pyodide = resolve('pyodide/pyodide.mjs');

  async function thread(file: string, data: object): ReturnType<typeof threadCell> {
    const source = await workerSource(file);
    const shared = createSharedInput();
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
      workerData: { ...data, shared },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    return threadCell(worker, shared);
  }

  const pythonModule = once(() => compileFile(pyodide.replace(/mjs$/, 'asm.wasm')));
  const python = fromFirst(async (snapshot) =>
    thread('python-worker.ts', { pyodide, module: await pythonModule(), snapshot }),
  );
  const rubyModule = once(() =>
    compileFile(resolve('@ruby/3.4-wasm-wasi/dist/ruby+stdlib.wasm'), importMemory),
  );
  const ruby = fromFirst(async (snapshot) =>
    thread('ruby-worker.ts', { module: await rubyModule(), snapshot }),
  );

  return createRunner(
    async (language) => {
      if (language === 'python') return python();
      if (language === 'ruby') return ruby();
      if (language === 'clang') return (await thread('clang-worker.ts', {})).cell;
      if (language === 'lua') return (await thread('lua-worker.ts', { wasmoon: resolve('wasmoon') })).cell;
      if (language === 'javascript-strict') {
        const quickjs = '@jitl/quickjs-wasmfile-release-sync';
        const wasm = await readFile(resolve(`${quickjs}/wasm`));
        return (await thread('javascript-strict-worker.ts', { quickjs: resolve(quickjs), wasm })).cell;
      }
      return (await thread('javascript-worker.ts', {})).cell;
    },
    { recycle: true, isolated: true, translator: translateHere(readTranslatorAssets) },
  );
}

/** Starts the first from nothing, and later ones from the memory that it had once it was loaded. */
function fromFirst(
  start: (snapshot: Uint8Array | null) => ReturnType<typeof threadCell>,
): () => Promise<Cell> {
  let snapshot: Promise<Uint8Array> | null = null;
  return async () => {
    if (snapshot) return (await start(await snapshot)).cell;
    const first = start(null);
    snapshot = first.then(({ snapshot: memory }) => share(memory!));
    // A first start that failed must not fail all later ones.
    snapshot.catch(() => {
      snapshot = null;
    });
    return (await first).cell;
  };
}

async function compileFile(
  file: string,
  made: (bytes: ArrayBuffer) => ArrayBuffer = (bytes) => bytes,
): Promise<WebAssembly.Module> {
  return WebAssembly.compile(made(Uint8Array.from(await readFile(file)).buffer));
}

/** Shared memory: 30 MB that every thread reads and none copies. */
function share(memory: ArrayBuffer): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(memory.byteLength));
  shared.set(new Uint8Array(memory));
  return shared;
}
