import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../workers/sandbox/ruby/endpoint.ts';
import { startRuby } from '../../workers/sandbox/ruby/machine.ts';
import { Snapshot } from '../../workers/sandbox/ruby/snapshot.ts';

const port = parentPort!;
const {
  module,
  snapshot: kept,
  shared,
} = workerData as {
  /** With its memory imported. */
  module: WebAssembly.Module;
  snapshot: Uint8Array | null;
  shared: SharedArrayBuffer;
};
const snapshot = kept ? new Snapshot(kept.buffer) : await startRuby(module);
const answer = await serve(module, snapshot, (message) => port.postMessage(message), shared);
port.on('message', answer);
port.postMessage(kept ? { type: 'ready' } : { type: 'ready', snapshot: snapshot.bytes });
