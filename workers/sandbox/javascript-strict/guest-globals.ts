import { type GuestHost, HOST } from './guest-protocol.ts';
import { createTimers } from './timers.ts';

/** Taken out of the submission's reach. */
export const host = Reflect.get(globalThis, HOST) as GuestHost;
Reflect.deleteProperty(globalThis, HOST);

export const timers = createTimers(() => host.now());

/**
 * What `workers/sandbox/javascript/` expects of any host and QuickJS does not have. Imported before it, which
 * uses some of it at once.
 */
Object.assign(globalThis, {
  performance: { now: () => host.now() },
  setTimeout: timers.set,
  queueMicrotask: (task: () => void) => void Promise.resolve().then(task),
  TextEncoder: class {
    encode(text = ''): Uint8Array {
      return new Uint8Array(host.encode(String(text)));
    }
  },
  TextDecoder: class {
    decode(bytes: Uint8Array): string {
      return host.decode(bytes.slice().buffer as ArrayBuffer);
    }
  },
});
