import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../workers/sandbox/ruby/endpoint.ts';
import { Snapshot } from '../../workers/sandbox/ruby/snapshot.ts';

const port = parentPort!;
const { module, snapshot, shared } = workerData as {
  /** With its memory imported. */
  module: WebAssembly.Module;
  snapshot: Uint8Array;
  shared: SharedArrayBuffer;
};
const answer = await serve(
  module,
  new Snapshot(snapshot.buffer),
  (message) => port.postMessage(message),
  shared,
);
port.on('message', answer);
port.postMessage({ type: 'ready' });
