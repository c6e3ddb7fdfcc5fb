import type { CellBoot, FrameBoot, FromFrame, ToFrame } from '../../src/sandbox/frame-protocol.ts';
import { createSharedInput, feedShared } from '../../src/sandbox/shared-input.ts';

/**
 * The isolated frame's whole script. It is inlined into the frame's document and allowed there by its hash, so
 * it must stay the same for every page. It keeps the assets and starts and ends workers, and runs no program.
 */
const assets = new Map<string, Promise<WebAssembly.Module | Blob>>();
const workers = new Map<number, { worker: Worker; shared: SharedArrayBuffer | null }>();

addEventListener('message', function boot(event: MessageEvent<FrameBoot>) {
  if (event.source !== parent) return;
  removeEventListener('message', boot);
  const { port } = event.data;
  const post = (message: FromFrame): void => port.postMessage(message);

  port.onmessage = ({ data: message }: MessageEvent<ToFrame>) => {
    switch (message.type) {
      case 'ping':
        return post({ type: 'pong' });
      case 'put': {
        const asset = message.kind === 'wasm' ? WebAssembly.compile(message.bytes) : blobOf(message);
        assets.set(message.key, Promise.resolve(asset));
        return;
      }
      case 'spawn':
        spawn(message).catch((error) => post({ type: 'died', id: message.id, message: String(error) }));
        return;
      case 'feed': {
        const shared = workers.get(message.id)?.shared;
        if (shared) feedShared(shared, message.piece);
        return;
      }
      case 'kill':
        workers.get(message.id)?.worker.terminate();
        workers.delete(message.id);
        return post({ type: 'killed', id: message.id });
    }
  };

  async function spawn({
    id,
    script,
    assets: keys,
    port,
  }: Extract<ToFrame, { type: 'spawn' }>): Promise<void> {
    const url = URL.createObjectURL((await assets.get(script)) as Blob);
    const worker = new Worker(url);
    // Shared memory cannot be posted into the frame, so it is made here.
    const shared = crossOriginIsolated ? createSharedInput() : null;
    workers.set(id, { worker, shared });
    worker.onerror = (event) => {
      event.preventDefault();
      post({ type: 'died', id, message: event.message || 'its worker did not load' });
    };
    const loaded: CellBoot['assets'] = {};
    for (const key of keys) loaded[key.slice(key.lastIndexOf('/') + 1)] = (await assets.get(key))!;
    worker.postMessage({ port, assets: loaded, shared } satisfies CellBoot, [port]);
  }
});

function blobOf({ kind, bytes }: { kind: string; bytes: ArrayBuffer }): Blob {
  return new Blob([bytes], kind === 'script' ? { type: 'text/javascript' } : {});
}
