import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../workers/sandbox/clang/endpoint.ts';

const port = parentPort!;
const { shared } = workerData as { shared: SharedArrayBuffer };
port.on(
  'message',
  serve((message) => port.postMessage(message), shared),
);
port.postMessage({ type: 'ready' });
