import type { Worker } from 'node:worker_threads';
import { type Cell, SandboxError } from '../../src/sandbox/cell.ts';
import type { FromWorker } from '../../src/sandbox/protocol.ts';
import { feedShared } from '../../src/sandbox/shared-input.ts';

/** A cell over a Node worker thread that has `shared`, resolved when its runtime says that it is ready. */
export function threadCell(worker: Worker, shared: SharedArrayBuffer): Promise<Cell> {
  return new Promise((resolve, reject) => {
    let death: string | null = null;
    const cell: Cell = {
      get alive() {
        return death === null;
      },
      onMessage: null,
      onDeath: null,
      post: (message) => worker.postMessage(message),
      feed: (piece) => feedShared(shared, piece),
      async kill() {
        death ??= 'killed';
        await worker.terminate();
        return null;
      },
    };
    const die = (reason: string): void => {
      if (death !== null) return;
      death = reason;
      cell.onDeath?.(reason);
      reject(new SandboxError(`The interpreter did not start: ${reason}.`));
    };
    worker.on('error', (error) => die(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => die(`its thread ended with code ${code}`));
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') resolve(cell);
      else cell.onMessage?.(message);
    });
  });
}
