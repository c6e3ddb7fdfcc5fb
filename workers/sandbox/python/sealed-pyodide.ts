import './no-import-scripts.ts';
import { loadPyodide, type PyodideConfig } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { info } from '../../../node_modules/pyodide/pyodide-lock.json';
import type { LoadPyodide } from './snapshot.ts';

/** Never asked for: everything that Pyodide would fetch below it is answered from what was given. */
const BASE = 'https://sandbox.invalid/';

/** The part of Pyodide's own module that is used here. */
interface EmscriptenModule {
  HEAP32: Int32Array;
  __PyRuntime: number;
  __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
}

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
  let trampoline = 0;
  const sealed: PyodideConfig = {
    indexURL: BASE,
    stdLibURL: `${BASE}python_stdlib.zip`,
    lockFileContents: { info, packages: {} } as unknown as NonNullable<PyodideConfig['lockFileContents']>,
    packageBaseUrl: BASE,
    createPyodideModule(settings) {
      const { preRun } = settings as unknown as { preRun: ((module: EmscriptenModule) => void)[] };
      preRun.push((module) => {
        trampoline = trampolineOf(module).get();
        trampolineOf(module).set(0);
      });
      return createPyodideModule(settings);
    },
  };
  return async (options) => {
    const pyodide = await loadPyodide({ ...sealed, ...options });
    const { _module } = pyodide as unknown as { _module: EmscriptenModule };
    if (options._loadSnapshot) trampolineOf(_module).set(trampoline);
    return pyodide;
  };
}

/**
 * Where CPython keeps by which function of the table it calls others: one that some engines can compile, and can suspend,
 * and others cannot; 0 has it call them through JavaScript. So it is 0 in a snapshot, and the engine's own afterwards.
 */
function trampolineOf(module: EmscriptenModule) {
  const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET / 4]!;
  const at = (module.__PyRuntime + offset) / 4;
  return {
    get: () => module.HEAP32[at]!,
    set(index: number) {
      module.HEAP32[at] = index;
    },
  };
}
