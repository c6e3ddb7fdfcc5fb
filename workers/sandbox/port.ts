import type { CellBoot } from '../../src/sandbox/frame-protocol.ts';
import type { FromWorker } from '../../src/sandbox/protocol.ts';

/**
 * What would let one submission's worker reach another's, as all workers of the frame share its origin; and the way to
 * the frame itself, which a flood of messages would keep from ending workers.
 */
const CROSSING = ['BroadcastChannel', 'Worker', 'SharedWorker', 'postMessage'];

/** Waits for the frame's one message: the port to the page, what the language needs, and memory to wait in. */
export function openPort(
  start: (port: MessagePort, assets: CellBoot['assets'], shared: SharedArrayBuffer | null) => Promise<void>,
): void {
  for (const name of CROSSING) Reflect.deleteProperty(self, name);
  self.addEventListener(
    'message',
    ({ data: { port, assets, shared } }: MessageEvent<CellBoot>) => {
      start(port, assets, shared).catch((error) => {
        port.postMessage({ type: 'crashed', message: String(error) } satisfies FromWorker);
      });
    },
    { once: true },
  );
}
