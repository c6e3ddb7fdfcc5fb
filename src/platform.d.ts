/**
 * The few globals that pages, workers and Node share. The pure folders are type-checked against these
 * and ECMAScript alone (tsconfig.pure.json), so code in them cannot lean on a browser or on Node.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare const AbortSignal: { any(signals: Iterable<AbortSignal>): AbortSignal };
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare const performance: { now(): number };
declare function setTimeout(callback: () => void, ms?: number): unknown;
declare function clearTimeout(handle: unknown): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Adds 64 KiB pages; the old buffer is detached. */
    grow(pages: number): number;
  }
  interface Module {
    readonly opaque?: never;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Memory: { new (size: { initial: number }): Memory };
  const Module: { new (bytes: Uint8Array<ArrayBuffer>): Module };
  const Instance: { new (module: Module, imports: Record<string, Record<string, unknown>>): Instance };
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
interface MessagePort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: () => void): void;
  start(): void;
  close(): void;
}
declare const MessageChannel: { new (): { port1: MessagePort; port2: MessagePort } };
