import { Emitter } from './emitter.ts';
import { format, inspect } from './inspect.ts';
import { NodeBuffer } from './text-buffer.ts';

/** The modules that need nothing of the running program. */
export function plainModules(): Record<string, unknown> {
  const assert = (value: unknown, message = 'assertion failed'): void => {
    if (!value) throw new Error(String(message));
  };
  return {
    assert: Object.assign(assert, {
      ok: assert,
      equal: (a: unknown, b: unknown, message?: string) => assert(Object.is(a, b), message),
      strictEqual: (a: unknown, b: unknown, message?: string) => assert(Object.is(a, b), message),
    }),
    buffer: { Buffer: NodeBuffer },
    events: Object.assign(Emitter, { EventEmitter: Emitter }),
    os: { EOL: '\n', cpus: () => [{}], platform: () => 'linux' },
    path: {
      join: (...parts: string[]) => parts.join('/'),
      basename: (path: string) => path.split('/').at(-1),
    },
    perf_hooks: { performance },
    util: { format, inspect, promisify, TextDecoder, TextEncoder },
  };
}

type Callback = (error: unknown, value?: unknown) => void;

function promisify(call: (...args: unknown[]) => void) {
  return (...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, value) => (error ? reject(error) : resolve(value));
      call(...args, done);
    });
}
