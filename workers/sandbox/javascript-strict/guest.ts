import './guest-globals.ts';
import type { FromWorker } from '../../../src/sandbox/protocol.ts';
import { serve } from '../javascript/endpoint.ts';
import { host, timers } from './guest-globals.ts';
import type { Guest } from './guest-protocol.ts';

/**
 * Runs inside QuickJS, before and around the submission: the JavaScript language's own endpoint, whose worker is
 * the host outside, which takes the `Guest` from the global scope.
 */
const answer = serve({
  shared: host.canBlock() ? () => new Uint8Array(host.takePiece()) : null,
  post(message: FromWorker): void {
    if ('bytes' in message) {
      const { bytes, ...rest } = message;
      host.post(JSON.stringify(rest), bytes.slice().buffer as ArrayBuffer);
    } else host.post(JSON.stringify(message));
  },
  file: /(?<=[ (])main\.\w+(?=:\d)/,
  // QuickJS tells nobody of rejected promises; everything else is entered through the event loop.
  onUncaught() {},
  async compile(functionText, file) {
    const compiled = host.compile(functionText, file);
    return typeof compiled === 'string' ? { error: compiled } : { main: compiled };
  },
});

const guest: Guest = {
  answer(json, ...buffers) {
    const revive = (_key: string, value: { bytes?: unknown } | null): unknown =>
      typeof value?.bytes === 'number' ? new Uint8Array(buffers[value.bytes]!) : value;
    answer(JSON.parse(json, revive));
  },
  tick: () => timers.tick(),
};
Object.assign(globalThis, { __guest: guest });
