import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { MemoryCap } from '../../workers/sandbox/memory-cap.ts';
import { serve } from '../../workers/sandbox/python/endpoint.ts';
import { startInterpreter } from '../../workers/sandbox/python/interpreter.ts';
import type { LoadPyodide } from '../../workers/sandbox/python/snapshot.ts';

const port = parentPort!;
const memory = new MemoryCap();
const { pyodide, module, snapshot, shared } = workerData as {
  /** Path of Pyodide's own module. */
  pyodide: string;
  module: WebAssembly.Module;
  snapshot: Uint8Array;
  shared: SharedArrayBuffer;
};

// Compiled once for all threads: compiling takes longer than everything else that starting does.
const instantiate = WebAssembly.instantiate;
Object.assign(WebAssembly, {
  async instantiate(source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) {
    if (source instanceof WebAssembly.Module) return instantiate(source, imports);
    return { module, instance: await instantiate(module, imports) };
  },
});

const { loadPyodide } = (await import(pathToFileURL(pyodide).href)) as typeof import('pyodide');
const load: LoadPyodide = (options) => loadPyodide({ indexURL: dirname(pyodide), ...options });
const interpreter = await startInterpreter(load, snapshot);
port.on(
  'message',
  serve(interpreter, (message) => port.postMessage(message), memory, shared),
);
port.postMessage({ type: 'ready' });
