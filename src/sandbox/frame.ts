import { hash, script } from 'virtual:sandbox/frame';
import { type Cell, SandboxError } from './cell.ts';
import { claimOf } from './claim.ts';
import type { AssetKind, FromFrame, ToFrame } from './frame-protocol.ts';

const HEARTBEAT_MS = 1000;
/** Beats without an answer after which the frame's process counts as gone (V8 ends it when its heap is full). */
const MISSED_BEATS = 6;
/** Loading a runtime on a slow or busy machine. */
const START_MS = 120_000;

/** Messages that mean nothing, after which a worker is ended: each costs the page time. */
const MOST_STRAYS = 1000;

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
  spawn(script: string, assets: string[]): Promise<Cell>;
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
  /** Who waits for a worker's end, told why if the frame's own comes first. */
  const leaving = new Map<number, (reason: string | null) => void>();
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
    for (const told of leaving.values()) told(reason);
    leaving.clear();
  }

  port.onmessage = ({ data: message }: MessageEvent<FromFrame>) => {
    switch (message.type) {
      case 'pong':
        missed = 0;
        return;
      case 'killed':
        leaving.get(message.id)?.(null);
        leaving.delete(message.id);
        return;
      case 'died':
        residents.get(message.id)?.die(message.message);
    }
  };

  function spawn(script: string, assets: string[]): ReturnType<IsolatedFrame['spawn']> {
    return new Promise((resolve, reject) => {
      const id = next++;
      const { port1: line, port2: theirs } = new MessageChannel();
      const leave = (): Promise<string | null> => {
        clearTimeout(timer);
        line.close();
        if (!residents.delete(id) || !alive) return Promise.resolve(null);
        post({ type: 'kill', id });
        return new Promise((told) => leaving.set(id, told));
      };
      const die = (reason: string): void => {
        if (!residents.has(id)) return;
        void leave();
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
      let strays = 0;
      line.onmessage = ({ data }: MessageEvent<unknown>) => {
        const message = claimOf(data);
        if (!message) {
          if (++strays > MOST_STRAYS) die('it floods the page with messages');
        } else if (message.type === 'ready') {
          clearTimeout(timer);
          resolve(cell);
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
