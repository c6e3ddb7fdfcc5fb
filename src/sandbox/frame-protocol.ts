/**
 * What passes between the page and the isolated frame, over a port that only the frame's own script holds: the
 * workers inside talk to the page through a port of their own each, and cannot speak for the frame.
 */
export type ToFrame =
  | { type: 'put'; key: string; kind: AssetKind; bytes: ArrayBuffer }
  | { type: 'spawn'; id: number; script: string; assets: string[]; port: MessagePort }
  | { type: 'kill'; id: number }
  /** A piece of input for a worker that waits in its shared memory. */
  | { type: 'feed'; id: number; piece: Uint8Array }
  | { type: 'ping' };

export type FromFrame =
  | { type: 'pong' }
  /** A worker has been ended as was asked. */
  | { type: 'killed'; id: number }
  /** A worker could not start, or an error of its own went uncaught. */
  | { type: 'died'; id: number; message: string };

/** A worker's script, a WebAssembly module (compiled once, in the frame), or plain bytes. */
export type AssetKind = 'script' | 'wasm' | 'data';

/** The one message that a worker gets from the frame. */
export interface CellBoot {
  port: MessagePort;
  assets: Record<string, WebAssembly.Module | Blob>;
  /** Memory to wait in for input; null on a page that is not cross-origin isolated. */
  shared: SharedArrayBuffer | null;
}

/** The one message that the frame takes from its window's parent. */
export interface FrameBoot {
  port: MessagePort;
}
