import './no-import-scripts.ts';
import { loadPyodide, type PyodideConfig } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { info } from '../../../node_modules/pyodide/pyodide-lock.json';
import type { LoadPyodide } from './snapshot.ts';

/** Never asked for: everything that Pyodide would fetch below it is answered from what was given. */
const BASE = 'https://sandbox.invalid/';

/** Pyodide in a worker without a network; from now on the worker's `fetch` knows these files alone. */
export function sealedPyodide(module: WebAssembly.Module, stdlib: ArrayBuffer): LoadPyodide {
  const answers: Record<string, ArrayBuffer> = {
    'python_stdlib.zip': stdlib,
    'pyodide.asm.wasm': new ArrayBuffer(0),
  };
  Object.assign(self, {
    fetch: async (url: URL | string) => {
      const body = answers[String(url).slice(BASE.length)];
      if (!body) throw new TypeError(`There is no network in the sandbox: ${url}`);
      return new Response(body);
    },
  });
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  const sealed: PyodideConfig = {
    indexURL: BASE,
    stdLibURL: `${BASE}python_stdlib.zip`,
    lockFileContents: { info, packages: {} } as unknown as NonNullable<PyodideConfig['lockFileContents']>,
    packageBaseUrl: BASE,
    createPyodideModule,
  };
  return (options) => loadPyodide({ ...sealed, ...options });
}
