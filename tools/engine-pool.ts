import { availableParallelism } from 'node:os';
import { MessageChannel, Worker } from 'node:worker_threads';
import { connect, type Remote } from '../src/bridge.ts';
import type { LoadedEngine, LoadedInfo } from '../src/llm/build-pack.ts';
import type { EngineThread } from './engine-pool/engine-thread.ts';
import { workerSource } from './node-runner/worker-source.ts';

/** An engine's half that solving takes, and its end. */
export type PooledEngine = Pick<LoadedEngine, 'info' | 'countTokens' | 'submit' | 'dispose'>;

interface Thread {
  worker: Worker;
  remote: Remote<EngineThread>;
  info: LoadedInfo;
  /** Submissions under way. */
  open: number;
}

async function start(folder: string): Promise<Thread> {
  const source = await workerSource('../engine-pool/engine-thread.ts');
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
    workerData: { folder, port: port2 },
    transferList: [port2],
    execArgv: [],
  });
  const remote = connect<EngineThread>(port1 as unknown as globalThis.MessagePort);
  const broken = new Promise<never>((_, reject) => worker.once('error', reject));
  broken.catch(() => {});
  try {
    return { worker, remote, info: await Promise.race([remote.open(), broken]), open: 0 };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/** Weights of more bytes are not copied into every thread. */
const MOST_COPIED = 256e6;

/**
 * A model on disk in several threads, each with its own copy of the weights on the `cpu` executor: for small models and
 * many problems side by side; a large one gets a single thread. A submission goes as a whole to the thread with the
 * fewest; answers are the same whoever computes them. `dispose` it, or the process stays alive.
 */
export async function openEnginePool(
  folder: string,
  threads = availableParallelism(),
): Promise<PooledEngine> {
  const first = await start(folder);
  const more = first.info.weightBytes > MOST_COPIED ? 0 : threads - 1;
  const all = [first, ...(await Promise.all(Array.from({ length: more }, () => start(folder))))];
  const idlest = () => all.reduce((best, one) => (one.open < best.open ? one : best));
  return {
    info: all[0]!.info,
    countTokens: (prompt) => all[0]!.remote.countTokens(prompt),
    async *submit(requests, signal) {
      const thread = idlest();
      // A signal is listened to for as long as it lives once it has crossed to a thread, so each gets one of its own.
      const own = new AbortController();
      const abort = () => own.abort(signal.reason);
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
      thread.open++;
      try {
        yield* await thread.remote.submit(requests, own.signal);
      } finally {
        thread.open--;
        signal.removeEventListener('abort', abort);
      }
    },
    async dispose() {
      await Promise.all(all.map(({ worker }) => worker.terminate()));
    },
  };
}
