import snapshot from 'virtual:python/snapshot?asset';
import worker from 'virtual:sandbox/worker/python';
import wasm from 'pyodide/pyodide.asm.wasm?asset';
import stdlib from 'pyodide/python_stdlib.zip?asset';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

export const python: Runtime = {
  worker,
  assets: {
    wasm: { asset: wasm, kind: 'wasm' },
    stdlib: { asset: stdlib, kind: 'data' },
    snapshot: { asset: snapshot, kind: 'data' },
  },
};
