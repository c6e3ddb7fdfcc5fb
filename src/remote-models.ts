import { callback, connect } from './bridge.ts';
import type {
  BroughtFile,
  CheckEvent,
  InstallEvent,
  KeptModel,
  ModelStore,
  StorageSpace,
  WantedModel,
} from './models/store.ts';
import type { Gate } from './outside/gate.ts';

type Pass = (url: string, purpose: string) => Promise<void>;
type SentOn = (host: string) => void;

/** What `workers/models.worker.ts` exposes. */
export interface ModelsWorker {
  list(): Promise<KeptModel[]>;
  space(): Promise<StorageSpace>;
  remove(id: string): Promise<void>;
  download(
    wanted: WantedModel,
    signal: AbortSignal,
    pass: Pass,
    sentOn: SentOn,
  ): Promise<AsyncIterable<InstallEvent>>;
  bring(
    files: readonly BroughtFile[],
    signal: AbortSignal,
    id: string | undefined,
  ): Promise<AsyncIterable<InstallEvent>>;
  check(id: string, signal: AbortSignal): Promise<AsyncIterable<CheckEvent>>;
  repair(
    id: string,
    signal: AbortSignal,
    files: readonly BroughtFile[] | undefined,
    pass: Pass,
    sentOn: SentOn,
  ): Promise<AsyncIterable<InstallEvent | CheckEvent>>;
}

/**
 * The store of models, whose work is done in a worker that `start` starts when it is first wanted: hashing gigabytes
 * would hold the page up. Downloads pass `gate`.
 */
export function remoteModels(start: () => Worker, gate: Gate): ModelStore {
  let started: ReturnType<typeof connect<ModelsWorker>> | null = null;
  const remote = () => {
    started ??= connect<ModelsWorker>(start());
    return started;
  };
  /** The worker cannot hear of the page's signal while it asks: the page's own gate does. */
  const passes = (signal: AbortSignal) =>
    [
      callback((url: string, purpose: string) => gate.pass(url, purpose, signal)),
      callback((host: string) => gate.sentOn(host)),
    ] as const;
  return {
    list: () => remote().list(),
    space: () => remote().space(),
    remove: (id) => remote().remove(id),
    // Only a page may ask for this, and some browsers ask the person.
    persist: async () => (await navigator.storage.persist?.()) ?? false,
    download: (wanted, signal) =>
      opened(signal, (either) => remote().download(wanted, either, ...passes(either))),
    bring: (files, signal, id) => opened(signal, (either) => remote().bring(files, either, id)),
    check: (id, signal) => opened(signal, (either) => remote().check(id, either)),
    repair: (id, signal, files) =>
      opened(signal, (either) => remote().repair(id, either, files, ...passes(either))),
  };
}

/** What the worker gives, from the first reading on; leaving early aborts the work. */
async function* opened<E>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<AsyncIterable<E>>,
): AsyncGenerator<E, void> {
  signal.throwIfAborted();
  const left = new AbortController();
  try {
    yield* await open(AbortSignal.any([signal, left.signal]));
  } finally {
    left.abort();
  }
}
