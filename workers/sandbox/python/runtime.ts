import worker from 'virtual:sandbox/worker/python';
import wasm from 'pyodide/pyodide.asm.wasm?url';
import stdlib from 'pyodide/python_stdlib.zip?url';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

export const python: Runtime = {
  worker,
  assets: { wasm: { url: wasm, kind: 'wasm' }, stdlib: { url: stdlib, kind: 'data' } },
  snapshots: true,
};
