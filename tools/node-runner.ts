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
import { readBuffer } from './read-buffer.ts';
import { PYTHON_WASM, pythonSnapshot, RUBY_WASM, rubySnapshot } from './vite/snapshots.ts';

/** A program's JavaScript heap, and with it Node itself, is kept below this. */
const HEAP_MB = 1024;

/**
 * A `Runner` for tools and tests: the sandbox's own interpreters in worker threads. A thread can be ended at any
 * time, but it is no wall: run only programs that you would run anyway. `dispose` it, or the process stays alive.
 */
export function createNodeRunner(): PooledRunner {
  const { resolve } = createRequire(import.meta.url);

  async function thread(file: string, data: object): Promise<Cell> {
    const source = await workerSource(file);
    const shared = createSharedInput();
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
      workerData: { ...data, shared },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    return threadCell(worker, shared);
  }

  const python = once(async () => ({
    pyodide: resolve('pyodide/pyodide.mjs'),
    module: await compileFile(PYTHON_WASM),
    snapshot: await readShared(await pythonSnapshot()),
  }));
  const ruby = once(async () => ({
    module: await compileFile(RUBY_WASM, importMemory),
    snapshot: await readShared(await rubySnapshot()),
  }));

  return createRunner(
    async (language) => {
      if (language === 'python') return thread('python-worker.ts', await python());
      if (language === 'ruby') return thread('ruby-worker.ts', await ruby());
      if (language === 'clang') return thread('clang-worker.ts', {});
      if (language === 'lua') return thread('lua-worker.ts', { wasmoon: resolve('wasmoon') });
      if (language === 'javascript-strict') {
        const quickjs = '@jitl/quickjs-wasmfile-release-sync';
        const wasm = await readFile(resolve(`${quickjs}/wasm`));
        return thread('javascript-strict-worker.ts', { quickjs: resolve(quickjs), wasm });
      }
      return thread('javascript-worker.ts', {});
    },
    { recycle: true, isolated: true, translator: translateHere(readTranslatorAssets) },
  );
}

async function compileFile(
  file: string,
  made: (bytes: ArrayBuffer) => ArrayBuffer = (bytes) => bytes,
): Promise<WebAssembly.Module> {
  return WebAssembly.compile(made(await readBuffer(file)));
}

/** Shared memory: 30 MB that every thread reads and none copies. */
async function readShared(file: string): Promise<Uint8Array> {
  const content = await readFile(file);
  const shared = new Uint8Array(new SharedArrayBuffer(content.length));
  shared.set(content);
  return shared;
}
