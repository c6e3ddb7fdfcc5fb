import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { openPort } from '../port.ts';
import { serve } from './endpoint.ts';

/** The worker inside the isolated frame that runs compiled C and C++. */
openPort(async (port, _assets, shared) => {
  const post = (message: FromWorker): void => port.postMessage(message);
  const answer = serve(post, shared);
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  post({ type: 'ready' });
});
