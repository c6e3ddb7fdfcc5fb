import { hash, script } from 'virtual:sandbox/frame';
import { type Cell, SandboxError } from './cell.ts';
import type { AssetKind, FromFrame, ToFrame } from './frame-protocol.ts';
import type { FromWorker } from './protocol.ts';

const HEARTBEAT_MS = 1000;
/** Beats without an answer after which the frame's process counts as gone (V8 ends it when its heap is full). */
const MISSED_BEATS = 6;
/** Loading a runtime on a slow or busy machine. */
const START_MS = 120_000;

/**
 * No network, no inline code but the frame's own, no eval. The page's policy is inherited on top of it.
 * `blob:` is how workers and their scripts come in.
 */
const POLICY = `default-src 'none'; script-src 'wasm-unsafe-eval' blob: ${hash}; worker-src blob:`;

/**
 * The opaque-origin frame that all programs run in, a process of its own: no cookies, no storage, no network, no
 * way to the page. When its process dies, every cell in it dies and `onDeath` is called; make a new one then.
 */
export interface IsolatedFrame {
  readonly alive: boolean;
  /** Keeps bytes in the frame, taking them from the page (the buffer is transferred). */
  put(key: string, kind: AssetKind, bytes: ArrayBuffer): void;
  /** Starts a worker with the assets of these keys, each under the last part of its key. */
  spawn(script: string, assets: string[]): Promise<{ cell: Cell; snapshot: ArrayBuffer | undefined }>;
  dispose(): void;
}

interface Resident {
  cell: Cell;
  die(reason: string): void;
}

/** Creates the frame in `document`, which must have a body. */
export async function createFrame(): Promise<IsolatedFrame> {
  const element = document.createElement('iframe');
  element.hidden = true;
  element.setAttribute('sandbox', 'allow-scripts');
  // Lets a page with cross-origin isolation pass it on; without it this does nothing.
  element.allow = 'cross-origin-isolated';
  element.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>${script}</script>`;
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
  document.body.append(element);
  await loaded;

  const { port1: port, port2 } = new MessageChannel();
  element.contentWindow!.postMessage({ port: port2 }, '*', [port2]);
  const post = (message: ToFrame, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

  const residents = new Map<number, Resident>();
  let alive = true;
  let missed = 0;
  let next = 1;

  const heartbeat = setInterval(() => {
    if (missed++ >= MISSED_BEATS) end('the sandbox’s process ended, most likely out of memory');
    else post({ type: 'ping' });
  }, HEARTBEAT_MS);

  function end(reason: string): void {
    if (!alive) return;
    alive = false;
    clearInterval(heartbeat);
    port.close();
    element.remove();
    for (const resident of [...residents.values()]) resident.die(reason);
  }

  port.onmessage = ({ data: message }: MessageEvent<FromFrame>) => {
    if (message.type === 'pong') missed = 0;
    else residents.get(message.id)?.die(message.message);
  };

  function spawn(script: string, assets: string[]): ReturnType<IsolatedFrame['spawn']> {
    return new Promise((resolve, reject) => {
      const id = next++;
      const { port1: line, port2: theirs } = new MessageChannel();
      const leave = (): void => {
        clearTimeout(timer);
        residents.delete(id);
        line.close();
        if (alive) post({ type: 'kill', id });
      };
      const die = (reason: string): void => {
        if (!residents.has(id)) return;
        leave();
        cell.onDeath?.(reason);
        reject(new SandboxError(`The sandbox did not start: ${reason}.`));
      };
      const timer = setTimeout(() => die(`its runtime did not load within ${START_MS / 1000} s`), START_MS);
      const cell: Cell = {
        get alive() {
          return residents.has(id);
        },
        onMessage: null,
        onDeath: null,
        post: (message) => line.postMessage(message),
        feed: (piece) => post({ type: 'feed', id, piece }),
        kill: leave,
      };
      residents.set(id, { cell, die });
      line.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
        if (message.type === 'ready') {
          clearTimeout(timer);
          resolve({ cell, snapshot: message.snapshot });
        } else if (message.type === 'crashed' && !cell.onMessage) die(message.message);
        else cell.onMessage?.(message);
      };
      post({ type: 'spawn', id, script, assets, port: theirs }, [theirs]);
    });
  }

  return {
    get alive() {
      return alive;
    },
    put: (key, kind, bytes) => post({ type: 'put', key, kind, bytes }, [bytes]),
    spawn,
    dispose: () => end('the sandbox was disposed of'),
  };
}
