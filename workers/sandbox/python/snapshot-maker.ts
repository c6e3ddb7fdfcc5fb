import { sealedPyodide } from './sealed-pyodide.ts';
import { makeSnapshot } from './snapshot.ts';

/** Run by the build in what passes for a worker (tools/vite/snapshots.ts), which calls this. */
Object.assign(self, {
  makeSnapshot: async (wasm: ArrayBuffer, stdlib: ArrayBuffer) =>
    makeSnapshot(sealedPyodide(await WebAssembly.compile(wasm), stdlib)),
});
