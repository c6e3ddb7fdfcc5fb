import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { takeShared } from '../../../src/sandbox/shared-input.ts';
import { declared, SUBMISSION } from '../javascript/module-syntax.ts';
import guestScript from './guest.ts?script';
import { type GuestHost, HOST } from './guest-protocol.ts';

/** QuickJS overflows the worker's own stack, and not its own, from 192 KB on. */
const STACK_BYTES = 160 * 1024;

/** One QuickJS with the guest in it, for one run; its WebAssembly instance is thrown away afterwards. */
export interface Machine {
  /** Gives the guest a message. */
  send(message: ToWorker): void;
  /** Runs its timers as they fall due; resolved when there are none, or it is `over`. */
  settle(over: () => boolean): Promise<void>;
  /** Bytes of memory that it has before its program. */
  readonly baseline: number;
}

/** An error that left QuickJS, where the guest should have caught it: most likely it had no memory left to do so. */
export class MachineError extends Error {
  override name = 'MachineError';
}

/** Boots the guest. What it says goes to `post`, and is the program's claim. */
export function createMachine(
  quickjs: QuickJSWASMModule,
  post: (message: FromWorker) => void,
  shared: SharedArrayBuffer | null,
): Machine {
  const runtime = quickjs.newRuntime({ maxStackSizeBytes: STACK_BYTES });
  const vm = runtime.newContext();
  const host = vm.newObject();
  for (const [name, call] of Object.entries(hostFunctions(vm, post, shared))) {
    vm.setProp(host, name, vm.newFunction(name, call));
  }
  vm.setProp(vm.global, HOST, host);
  take(vm.evalCode(guestScript, 'guest.js'));
  const guest = vm.getProp(vm.global, '__guest');
  vm.setProp(vm.global, '__guest', vm.undefined);

  function take(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    return result.error ? fail(result.error) : result.value;
  }
  function fail(error: QuickJSHandle): never {
    const { name, message } = vm.dump(error) as { name?: string; message?: string };
    throw new MachineError(`${name}: ${message}`);
  }
  const call = (name: string, ...args: QuickJSHandle[]): QuickJSHandle => {
    const value = take(vm.callMethod(guest, name, args));
    runJobs();
    return value;
  };
  function runJobs(): void {
    const result = runtime.executePendingJobs();
    if (result.error) fail(result.error);
  }

  return {
    baseline: quickjs.getWasmMemory().buffer.byteLength,
    send(message) {
      const buffers: QuickJSHandle[] = [];
      const json = JSON.stringify(message, (_key, value) => {
        if (!(value instanceof Uint8Array)) return value;
        return { bytes: buffers.push(vm.newArrayBuffer(value.slice().buffer as ArrayBuffer)) - 1 };
      });
      call('answer', vm.newString(json), ...buffers);
    },
    async settle(over) {
      for (;;) {
        const wait = over() ? -1 : vm.getNumber(call('tick'));
        if (wait < 0) return;
        if (wait >= 1) await new Promise((resolve) => setTimeout(resolve, wait));
      }
    },
  };
}

type HostFunction = (this: QuickJSHandle, ...args: QuickJSHandle[]) => QuickJSHandle | undefined;

function hostFunctions(
  vm: QuickJSContext,
  post: (message: FromWorker) => void,
  shared: SharedArrayBuffer | null,
): Record<keyof GuestHost, HostFunction> {
  const bytesOf = (handle: QuickJSHandle): Uint8Array =>
    vm.getArrayBuffer(handle).consume(({ value }) => value.slice());
  return {
    post(json, bytes) {
      const message = JSON.parse(vm.getString(json!));
      post(
        bytes && (message.type === 'output' || message.type === 'file')
          ? { ...message, bytes: bytesOf(bytes) }
          : message,
      );
      return undefined;
    },
    now: () => vm.newNumber(performance.now()),
    encode: (text) => vm.newArrayBuffer(new TextEncoder().encode(vm.getString(text!)).buffer),
    decode: (bytes) => vm.newString(new TextDecoder().decode(bytesOf(bytes!))),
    canBlock: () => (shared ? vm.true : vm.false),
    takePiece: () => vm.newArrayBuffer(takeShared(shared!).slice().buffer as ArrayBuffer),
    compile(functionText, file) {
      const name = vm.getString(file!);
      const text = vm.getString(functionText!);
      // Nothing of it runs now: a submission that closes its function too early would run without a clock.
      vm.setProp(vm.global, SUBMISSION, vm.undefined);
      const result = vm.evalCode(`throw 0;${declared(text)}`, name);
      const main = vm.getProp(vm.global, SUBMISSION);
      if (!result.error || vm.typeof(main) === 'function') return main;
      const { name: kind, message, stack = '' } = vm.dump(result.error);
      // What is left open is noticed at the end of the function's text, a line after the submission's last.
      const line = Math.min(Number(/:(\d+)/.exec(stack)?.[1] ?? 1), text.split('\n').length - 1);
      return vm.newString(`${name}:${line}\n${kind}: ${message}`);
    },
  };
}
