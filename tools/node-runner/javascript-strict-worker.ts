import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import { serve } from '../../workers/sandbox/javascript-strict/endpoint.ts';
import { MemoryCap } from '../../workers/sandbox/memory-cap.ts';

const port = parentPort!;
const { quickjs, wasm, shared } = workerData as {
  /** Path of QuickJS’s own module. */
  quickjs: string;
  wasm: Uint8Array<ArrayBuffer>;
  shared: SharedArrayBuffer;
};
const { default: base } = (await import(pathToFileURL(quickjs).href)) as {
  default: typeof import('@jitl/quickjs-wasmfile-release-sync');
};
const memory = new MemoryCap();
const variant = newVariant(base.default, { wasmModule: await WebAssembly.compile(wasm) });
const create = () => newQuickJSWASMModuleFromVariant(variant);
port.on('message', await serve(create, (message) => port.postMessage(message), memory, shared));
port.postMessage({ type: 'ready' });
