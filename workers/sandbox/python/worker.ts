import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { MemoryCap } from '../memory-cap.ts';
import { openPort } from '../port.ts';
import { serve } from './endpoint.ts';
import { startInterpreter } from './interpreter.ts';
import { sealedPyodide } from './sealed-pyodide.ts';

/** The Python worker inside the isolated frame: Pyodide, without a network. */
openPort(async (port, assets, shared) => {
  const memory = new MemoryCap();
  const module = assets['wasm'] as WebAssembly.Module;
  const files = [assets['stdlib'] as Blob, assets['snapshot'] as Blob];
  const [stdlib, snapshot] = await Promise.all(files.map((file) => file.arrayBuffer()));
  const interpreter = await startInterpreter(sealedPyodide(module, stdlib!), new Uint8Array(snapshot!));
  const post = (message: FromWorker): void => port.postMessage(message);
  const answer = serve(interpreter, post, memory, shared);
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  post({ type: 'ready' });
});
