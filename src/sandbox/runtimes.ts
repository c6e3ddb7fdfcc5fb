import javascriptWorker from 'virtual:sandbox/worker/javascript';
import pythonWorker from 'virtual:sandbox/worker/python';
import pythonWasm from 'pyodide/pyodide.asm.wasm?url';
import pythonStdlib from 'pyodide/python_stdlib.zip?url';
import type { AssetKind } from './frame-protocol.ts';

/** What the page fetches before it can run a language; loaded when the language is first used. */
export interface Runtime {
  worker: string;
  assets: Record<string, { url: string; kind: AssetKind }>;
  /** Its first worker sends its memory after loading, and later workers start from that (`snapshot`). */
  snapshots: boolean;
}

export const RUNTIMES: Record<string, Runtime> = {
  python: {
    worker: pythonWorker,
    assets: { wasm: { url: pythonWasm, kind: 'wasm' }, stdlib: { url: pythonStdlib, kind: 'data' } },
    snapshots: true,
  },
  javascript: { worker: javascriptWorker, assets: {}, snapshots: false },
};
