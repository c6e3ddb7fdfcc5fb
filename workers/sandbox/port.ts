import type { CellBoot } from '../../src/sandbox/frame-protocol.ts';
import type { FromWorker } from '../../src/sandbox/protocol.ts';

/** What would let one submission's worker reach another's: all workers of the frame share its origin. */
const CROSSING = ['BroadcastChannel', 'Worker', 'SharedWorker'];

/** Waits for the frame's one message: the port to the page, and what the language needs. */
export function openPort(start: (port: MessagePort, assets: CellBoot['assets']) => Promise<void>): void {
  for (const name of CROSSING) Reflect.deleteProperty(self, name);
  self.addEventListener(
    'message',
    ({ data: { port, assets } }: MessageEvent<CellBoot>) => {
      start(port, assets).catch((error) => {
        port.postMessage({ type: 'crashed', message: String(error) } satisfies FromWorker);
      });
    },
    { once: true },
  );
}
