import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../workers/sandbox/lua/endpoint.ts';
import { MemoryCap } from '../../workers/sandbox/memory-cap.ts';

const port = parentPort!;
/** Path of wasmoon's own module. */
const { wasmoon, shared } = workerData as { wasmoon: string; shared: SharedArrayBuffer };
const memory = new MemoryCap();
const { default: library } = (await import(pathToFileURL(wasmoon).href)) as {
  default: typeof import('wasmoon');
};
const create = () => library.LuaWasm.initialize(join(dirname(wasmoon), 'glue.wasm'));
port.on(
  'message',
  serve(create, await create(), (message) => port.postMessage(message), memory, shared),
);
port.postMessage({ type: 'ready' });
