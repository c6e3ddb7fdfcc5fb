import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { openPort } from '../port.ts';
import { serve } from './endpoint.ts';
import { Snapshot } from './snapshot.ts';

/** The Ruby worker inside the isolated frame: its WebAssembly comes from the page, compiled once in the frame. */
openPort(async (port, assets, shared) => {
  const module = assets['wasm'] as WebAssembly.Module;
  const snapshot = new Snapshot(await (assets['snapshot'] as Blob).arrayBuffer());
  const post = (message: FromWorker): void => port.postMessage(message);
  const answer = await serve(module, snapshot, post, shared);
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  post({ type: 'ready' });
});
