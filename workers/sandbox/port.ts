import type { CellBoot } from '../../src/sandbox/frame-protocol.ts';
import type { FromWorker } from '../../src/sandbox/protocol.ts';

/** Waits for the frame's one message: the port to the page, and what the language needs. */
export function openPort(start: (port: MessagePort, assets: CellBoot['assets']) => Promise<void>): void {
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
