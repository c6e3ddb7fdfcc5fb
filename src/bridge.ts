import * as Comlink from 'comlink';

/**
 * The one way over a worker's edge. On top of comlink it carries what comlink does not: async iterators as results,
 * AbortSignals anywhere in plain arguments, and errors with their names and fields. Both sides must import this file.
 */
export { type Remote, releaseProxy } from 'comlink';

/** Offers `api` at the other end of `endpoint`; in a worker, to whoever made it. */
export function expose(api: object, endpoint?: Comlink.Endpoint): void {
  Comlink.expose(api, endpoint);
}

/** The API that the other end exposes; its methods give promises. */
export function connect<T>(endpoint: Comlink.Endpoint): Comlink.Remote<T> {
  return Comlink.wrap<T>(endpoint);
}

/** A function that the other end may call, e.g. to tell of progress. */
export function callback<T extends (...args: never[]) => void>(listener: T): T & Comlink.ProxyMarked {
  return Comlink.proxy(listener);
}

type PortMessage =
  | { kind: 'item'; value: unknown }
  | { kind: 'done' }
  | { kind: 'failed'; error: PlainError }
  | { kind: 'abort'; reason: PlainError }
  | { kind: 'leave' };

/** An error as plain data: what structured cloning would lose of it is carried as fields. */
interface PlainError {
  isError: boolean;
  name: string;
  message: string;
  stack: string | undefined;
  fields: Record<string, unknown>;
  /** The thrown value itself when it is no error. */
  value: unknown;
}

function toPlain(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    return { isError: false, name: '', message: '', stack: undefined, fields: {}, value: error };
  }
  const { name, message, stack } = error;
  const fields = Object.fromEntries(
    Object.entries(error).filter(
      ([key, value]) => key !== 'name' && typeof value !== 'function' && isPlain(value),
    ),
  );
  return { isError: true, name, message, stack, fields, value: undefined };
}

function fromPlain({ isError, name, message, stack, fields, value }: PlainError): unknown {
  if (!isError) return value;
  // The platform's own aborts and timeouts are DOMExceptions, whose names cannot be set.
  if (name === 'AbortError' || name === 'TimeoutError') return new DOMException(message, name);
  const error = Object.assign(new Error(message), fields);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Numbers, text, and lists and records of them: what surely crosses. */
function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return isRecord(value) && Object.values(value).every(isPlain);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

const post = (port: MessagePort, message: PortMessage) => port.postMessage(message);

/** Sends the items of an iterable as they come, until the other side leaves. */
async function pump(iterable: AsyncIterable<unknown>, port: MessagePort): Promise<void> {
  const iterator = iterable[Symbol.asyncIterator]();
  let left = false;
  port.onmessage = () => {
    left = true;
    // A generator that is waiting hears of it when it next yields; failing on the way out concerns nobody any more.
    iterator.return?.().catch(() => {});
  };
  try {
    for (let next = await iterator.next(); !next.done && !left; next = await iterator.next()) {
      post(port, { kind: 'item', value: next.value });
    }
    post(port, { kind: 'done' });
  } catch (error) {
    post(port, { kind: 'failed', error: toPlain(error) });
  }
}

/** The other side of `pump`. Leaving early (`break`) tells the producer; the port is closed when it ends. */
async function* receive(port: MessagePort): AsyncGenerator<unknown, void> {
  const messages: PortMessage[] = [];
  let wake: () => void = () => {};
  port.onmessage = ({ data }: MessageEvent<PortMessage>) => {
    messages.push(data);
    wake();
  };
  try {
    while (true) {
      const message = messages.shift();
      if (message?.kind === 'item') yield message.value;
      else if (message?.kind === 'failed') throw fromPlain(message.error);
      else if (message) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    post(port, { kind: 'leave' });
    port.close();
  }
}

Comlink.transferHandlers.set('asyncIterable', {
  canHandle: isAsyncIterable as (value: unknown) => value is AsyncIterable<unknown>,
  serialize(iterable) {
    const { port1, port2 } = new MessageChannel();
    void pump(iterable, port1);
    return [port2, [port2]];
  },
  deserialize: (port: MessagePort) => receive(port),
} satisfies Comlink.TransferHandler<AsyncIterable<unknown>, MessagePort>);

/** Where a signal stood in an argument. */
interface SignalPlace {
  path: string[];
  port: MessagePort;
  aborted: PlainError | null;
}

/** A plain value whose signals are replaced by null. */
interface Signalled {
  value: unknown;
  signals: SignalPlace[];
}

function findSignals(value: unknown, path: string[] = []): { path: string[]; signal: AbortSignal }[] {
  if (value instanceof AbortSignal) return [{ path, signal: value }];
  if (!Array.isArray(value) && !isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => findSignals(item, [...path, key]));
}

function replaced(value: unknown, path: readonly string[], item: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return item;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const record = copy as Record<string, unknown>;
  record[key] = replaced(record[key], rest, item);
  return copy;
}

function sendSignal(signal: AbortSignal, port: MessagePort): void {
  signal.addEventListener('abort', () => post(port, { kind: 'abort', reason: toPlain(signal.reason) }), {
    once: true,
  });
}

function receiveSignal({ port, aborted }: SignalPlace): AbortSignal {
  if (aborted) return AbortSignal.abort(fromPlain(aborted));
  const controller = new AbortController();
  port.onmessage = ({ data }: MessageEvent<Extract<PortMessage, { kind: 'abort' }>>) => {
    controller.abort(fromPlain(data.reason));
    port.close();
  };
  return controller.signal;
}

Comlink.transferHandlers.set('signals', {
  canHandle: (value: unknown): value is unknown => findSignals(value).length > 0,
  serialize(original) {
    const signals: SignalPlace[] = [];
    let value = original;
    for (const { path, signal } of findSignals(original)) {
      const { port1, port2 } = new MessageChannel();
      sendSignal(signal, port1);
      signals.push({ path, port: port2, aborted: signal.aborted ? toPlain(signal.reason) : null });
      value = replaced(value, path, null);
    }
    return [{ value, signals }, signals.map(({ port }) => port)];
  },
  deserialize({ value, signals }) {
    return signals.reduce((result, place) => replaced(result, place.path, receiveSignal(place)), value);
  },
} satisfies Comlink.TransferHandler<unknown, Signalled>);

// Comlink's own handler recognises what was thrown by a marker of its own; only its two conversions are replaced.
const thrown = Comlink.transferHandlers.get('throw')!;
Comlink.transferHandlers.set('throw', {
  canHandle: thrown.canHandle,
  serialize: ({ value }: { value: unknown }) => [toPlain(value), []],
  deserialize: (plain: PlainError) => {
    throw fromPlain(plain);
  },
} as Comlink.TransferHandler<unknown, unknown>);
