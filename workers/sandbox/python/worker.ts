import './no-import-scripts.ts';
import { loadPyodide, type PyodideConfig } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { info } from '../../../node_modules/pyodide/pyodide-lock.json';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { MemoryCap } from '../memory-cap.ts';
import { openPort } from '../port.ts';
import { serve } from './endpoint.ts';
import { startInterpreter } from './interpreter.ts';

/** Never asked for: everything that Pyodide would fetch below it is answered from what the page sent. */
const BASE = 'https://sandbox.invalid/';

/** The Python worker inside the isolated frame: Pyodide, without a network. */
openPort(async (port, assets, shared) => {
  const memory = new MemoryCap();
  const module = assets['wasm'] as WebAssembly.Module;
  const [stdlib, snapshot] = await Promise.all([bytesOf(assets['stdlib']), bytesOf(assets['snapshot'])]);
  const answers: Record<string, ArrayBuffer> = {
    'python_stdlib.zip': stdlib!,
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

  const interpreter = await startInterpreter(
    loadPyodide,
    {
      indexURL: BASE,
      stdLibURL: `${BASE}python_stdlib.zip`,
      lockFileContents: { info, packages: {} } as unknown as NonNullable<PyodideConfig['lockFileContents']>,
      packageBaseUrl: BASE,
      createPyodideModule,
    },
    snapshot && new Uint8Array(snapshot),
  );
  const post = (message: FromWorker, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);
  const answer = serve(interpreter, post, memory, shared);
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  const made = interpreter.snapshot?.buffer as ArrayBuffer | undefined;
  post(made ? { type: 'ready', snapshot: made } : { type: 'ready' }, made ? [made] : []);
});

async function bytesOf(asset: WebAssembly.Module | Blob | undefined): Promise<ArrayBuffer | null> {
  return asset instanceof Blob ? asset.arrayBuffer() : null;
}
